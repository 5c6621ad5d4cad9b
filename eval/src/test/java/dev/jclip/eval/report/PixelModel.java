package dev.jclip.eval.report;

import dev.jclip.embed.ImageReceiver;
import dev.jclip.embed.ImageTextModel;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.RgbImage;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A model whose image vectors are the first pixel's values and a constant; texts that hold red,
 * green or blue lie along those colours, and others anywhere.
 */
record PixelModel(String fingerprint) implements ImageTextModel {
  static final int DIMENSION = 4;
  private static final List<String> COLOURS = List.of("red", "green", "blue");

  @Override
  public String spaceFingerprint() {
    return fingerprint;
  }

  @Override
  public int embedDim() {
    return DIMENSION;
  }

  @Override
  public double logitScale() {
    return 1;
  }

  @Override
  public double logitBias() {
    return 0;
  }

  @Override
  public RgbImage decode(byte[] file, String name) {
    return ImageDecoder.create().decode(file, name);
  }

  @Override
  public float[] preprocess(RgbImage image) {
    byte[] rgb = image.rgb();
    return new float[] {rgb[0] & 0xff, rgb[1] & 0xff, rgb[2] & 0xff, 100};
  }

  @Override
  public List<float[]> pixelFeatures(List<float[]> preprocessed) {
    return preprocessed;
  }

  @Override
  public List<float[]> textFeatures(List<String> texts) {
    return texts.stream().map(PixelModel::feature).toList();
  }

  private static float[] feature(String text) {
    float[] feature = new float[DIMENSION];
    int axis =
        IntStream.range(0, 3).filter(i -> text.contains(COLOURS.get(i))).findFirst().orElse(-1);
    if (axis >= 0) {
      feature[axis] = 1;
      return feature;
    }
    var random = new Random(text.hashCode());
    for (int i = 0; i < DIMENSION; i++) {
      feature[i] = (float) random.nextGaussian();
    }
    return feature;
  }

  @Override
  public List<float[]> encodeImages(List<RgbImage> images) {
    throw new UnsupportedOperationException("evaluations normalise features themselves");
  }

  @Override
  public List<float[]> encodeTexts(List<String> texts) {
    throw new UnsupportedOperationException("evaluations normalise features themselves");
  }

  @Override
  public <S> void encodeImages(
      Iterator<? extends S> sources,
      Function<? super S, RgbImage> reader,
      ImageReceiver<? super S> receiver) {
    throw new UnsupportedOperationException("evaluations take batches");
  }
}
