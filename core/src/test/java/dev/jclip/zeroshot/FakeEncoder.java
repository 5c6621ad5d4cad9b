package dev.jclip.zeroshot;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImageTextEncoder;
import dev.jclip.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Embeds each text as a random direction that depends on the text alone, after a change of the text
 * that makes chosen ones equal; remembers what it was asked.
 */
class FakeEncoder implements ImageTextEncoder {
  static final int DIM = 8;

  final List<String> encodedTexts = new ArrayList<>();
  private final double logitScale;
  private final UnaryOperator<String> change;

  FakeEncoder(double logitScale) {
    this(logitScale, UnaryOperator.identity());
  }

  FakeEncoder(double logitScale, UnaryOperator<String> change) {
    this.logitScale = logitScale;
    this.change = change;
  }

  static float[] direction(long seed) {
    Random random = new Random(seed);
    float[] vector = new float[DIM];
    for (int i = 0; i < DIM; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embeddings.normalize(vector);
  }

  float[] embedding(String text) {
    return direction(change.apply(text).hashCode());
  }

  @Override
  public List<float[]> encodeTexts(List<String> texts) {
    encodedTexts.addAll(texts);
    return texts.stream().map(this::embedding).toList();
  }

  @Override
  public List<float[]> encodeImages(List<RgbImage> images) {
    return images.stream().map(image -> direction(Arrays.hashCode(image.rgb()))).toList();
  }

  @Override
  public int embedDim() {
    return DIM;
  }

  @Override
  public double logitScale() {
    return logitScale;
  }

  @Override
  public double logitBias() {
    return -10;
  }
}
