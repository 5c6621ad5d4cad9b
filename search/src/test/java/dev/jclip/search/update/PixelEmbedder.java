package dev.jclip.search.update;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImagePipeline;
import dev.jclip.embed.ImageReceiver;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.RgbImage;
import dev.jclip.search.IndexModel;
import dev.jclip.search.Probes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** A model whose vectors are the first pixel's values and a constant. */
public final class PixelEmbedder implements ImageEmbedder {
  final List<String> decoded = Collections.synchronizedList(new ArrayList<>());
  final List<String> embedded = Collections.synchronizedList(new ArrayList<>());
  private final String fingerprint;

  public PixelEmbedder(String fingerprint) {
    this.fingerprint = fingerprint;
  }

  @Override
  public IndexModel model() {
    return new IndexModel("pixels", fingerprint, 4);
  }

  @Override
  public Probes probes() {
    List<float[]> vectors = List.of(vector(40, 90, 10), vector(80, 0, 0));
    return new Probes(vectors, vectors);
  }

  private static float[] vector(int red, int green, int blue) {
    return Embeddings.normalize(new float[] {red, green, blue, 100});
  }

  @Override
  public RgbImage decode(byte[] file, String name) {
    decoded.add(name);
    RgbImage image = ImageDecoder.create().decode(file, name);
    embedded.add(name);
    return image;
  }

  @Override
  public <S> void embed(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> reader,
      ImageReceiver<? super S> receiver) {
    new ImagePipeline<S>(source -> vector(reader.apply(source)), vectors -> vectors, 2)
        .run(sources, receiver);
  }

  private static float[] vector(RgbImage image) {
    byte[] rgb = image.rgb();
    return vector(rgb[0] & 0xff, rgb[1] & 0xff, rgb[2] & 0xff);
  }
}
