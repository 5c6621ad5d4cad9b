package dev.jclip.search.update;

import dev.jclip.embed.ImageReceiver;
import dev.jclip.embed.ImageTextModel;
import dev.jclip.error.TokenizerException;
import dev.jclip.image.RgbImage;
import dev.jclip.search.IndexModel;
import dev.jclip.search.Probes;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A loaded model.
 *
 * @param name what it is called, so that it can be loaded again
 */
public record ModelEmbedder(ImageTextModel encoder, String name) implements ImageEmbedder {
  private static final int PICTURES = 64;

  @Override
  public IndexModel model() {
    return new IndexModel(name, encoder.spaceFingerprint(), encoder.embedDim());
  }

  @Override
  public Probes probes() {
    return new Probes(
        textProbes(ProbeInputs.texts()), encoder.encodeImages(ProbeInputs.pictures(PICTURES)));
  }

  /** A model without a vocabulary still finds images by images. */
  private List<float[]> textProbes(List<String> texts) {
    try {
      return encoder.encodeTexts(texts);
    } catch (TokenizerException _) {
      return List.of();
    }
  }

  @Override
  public RgbImage decode(byte[] file, String picture) {
    return encoder.decode(file, picture);
  }

  @Override
  public <S> void embed(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> reader,
      ImageReceiver<? super S> receiver) {
    encoder.encodeImages(sources, reader, receiver);
  }
}
