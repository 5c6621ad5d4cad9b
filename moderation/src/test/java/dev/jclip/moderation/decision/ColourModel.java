package dev.jclip.moderation.decision;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImageReceiver;
import dev.jclip.embed.ImageTextModel;
import dev.jclip.error.ImageException;
import dev.jclip.image.RgbImage;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sees of an image its mean colour alone: red lies where "a red cone" does. */
final class ColourModel implements ImageTextModel {
  private final FixedVectors texts =
      new FixedVectors(Map.of("a red cone", FixedVectors.axis(0), "a leaf", FixedVectors.axis(1)));

  private int encoded;

  /** How many images and parts of images were encoded. */
  int encoded() {
    return encoded;
  }

  @Override
  public float[] preprocess(RgbImage image) {
    float[] mean = new float[3];
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length; i++) {
      mean[i % 3] += (rgb[i] & 0xff) * 3f / rgb.length;
    }
    return mean;
  }

  @Override
  public List<float[]> pixelFeatures(List<float[]> preprocessed) {
    encoded += preprocessed.size();
    return preprocessed.stream()
        .map(mean -> FixedVectors.vector(mean[0], mean[1], 0, 0, 0, 1 + mean[2]))
        .toList();
  }

  @Override
  public List<float[]> encodeImages(List<RgbImage> images) {
    return Embeddings.normalizeAll(pixelFeatures(images.stream().map(this::preprocess).toList()));
  }

  @Override
  public List<float[]> textFeatures(List<String> all) {
    return texts.encodeTexts(all);
  }

  @Override
  public List<float[]> encodeTexts(List<String> all) {
    return texts.encodeTexts(all);
  }

  @Override
  public int embedDim() {
    return texts.embedDim();
  }

  @Override
  public double logitScale() {
    return texts.logitScale();
  }

  @Override
  public double logitBias() {
    return texts.logitBias();
  }

  @Override
  public String fingerprint() {
    return "colours";
  }

  @Override
  public String spaceFingerprint() {
    return "space of colours";
  }

  @Override
  public RgbImage decode(byte[] file, String name) {
    throw new UnsupportedOperationException("images are decoded already");
  }

  @Override
  public <S> void encodeImages(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> reader,
      ImageReceiver<? super S> receiver) {
    sources.forEachRemaining(
        source -> {
          float[] pixels;
          try {
            pixels = preprocess(reader.apply(source));
          } catch (ImageException e) {
            receiver.failed(source, e);
            return;
          }
          receiver.encoded(source, Embeddings.normalize(pixelFeatures(List.of(pixels)).getFirst()));
        });
  }
}
