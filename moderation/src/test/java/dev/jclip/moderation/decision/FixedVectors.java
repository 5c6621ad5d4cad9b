package dev.jclip.moderation.decision;

import dev.jclip.embed.Embeddings;
import dev.jclip.embed.ImageTextEncoder;
import dev.jclip.image.RgbImage;
import java.util.List;
import java.util.Map;

/**
 * Embeds texts as chosen directions of a space of few dimensions; all others, such as those of the
 * background, lie along the last one.
 */
final class FixedVectors implements ImageTextEncoder {
  static final int DIM = 6;
  static final double SCALE = 50;

  private final Map<String, float[]> texts;

  FixedVectors(Map<String, float[]> texts) {
    this.texts = texts;
  }

  /** A direction with these first components. */
  static float[] vector(double... first) {
    float[] vector = new float[DIM];
    for (int i = 0; i < first.length; i++) {
      vector[i] = (float) first[i];
    }
    return Embeddings.normalize(vector);
  }

  static float[] axis(int index) {
    float[] vector = new float[DIM];
    vector[index] = 1;
    return vector;
  }

  static float[] background() {
    return axis(DIM - 1);
  }

  @Override
  public int embedDim() {
    return DIM;
  }

  @Override
  public List<float[]> encodeTexts(List<String> all) {
    return all.stream().map(text -> texts.getOrDefault(text, background())).toList();
  }

  @Override
  public List<float[]> encodeImages(List<RgbImage> images) {
    throw new UnsupportedOperationException("images are embedded already");
  }

  @Override
  public double logitScale() {
    return Math.log(SCALE);
  }

  @Override
  public double logitBias() {
    return -10;
  }
}
