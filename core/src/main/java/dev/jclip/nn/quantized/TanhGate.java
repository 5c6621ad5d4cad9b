package dev.jclip.nn.quantized;

import dev.jclip.config.Activation;

/**
 * {@code x (1 + tanh(linear x + cubic x³)) / 2}: the perceptrons' non-linearities, to within
 * 0.0005, a small part of the rounding to 8 bits behind it.
 */
public record TanhGate(float linear, float cubic) implements RowFunction {
  /** Where the fraction that stands for tanh reaches 1. */
  private static final float SATURATION = 4.97f;

  /** The non-linearity of an architecture. */
  public static TanhGate of(Activation activation) {
    return switch (activation) {
      case QUICK_GELU -> new TanhGate(1.702f / 2, 0); // a sigmoid is (1 + tanh(x / 2)) / 2
      case GELU_TANH -> new TanhGate(0.79788f, 0.035677f); // arXiv 1606.08415, section 2
      case GELU -> new TanhGate(0.80015f, 0.034706f); // fitted: the greatest error is least
    };
  }

  /** The fraction is Lambert's continued fraction of tanh, cut after seven terms. */
  @Override
  public void apply(int index, float[] row) {
    for (int i = 0; i < row.length; i++) {
      float x = row[i];
      float polynomial = x * Math.fma(x * x, cubic, linear);
      float u = Math.max(-SATURATION, Math.min(SATURATION, polynomial));
      float z = u * u;
      float p = Math.fma(z, Math.fma(z, z + 378f, 17325f), 135135f);
      float q = Math.fma(z, Math.fma(z, Math.fma(z, 28f, 3150f), 62370f), 135135f);
      row[i] = 0.5f * x * (1 + u * p / q);
    }
  }
}
