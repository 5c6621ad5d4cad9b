package dev.jclip.nn.fast.float32;

import dev.jclip.config.Activation;
import dev.jclip.nn.fast.rows.RowFunction;

/**
 * The perceptrons' non-linearities {@code x s(u)} of {@code u = x (slope + cubic x²)}, where s is
 * the logistic function or the normal distribution: {@code s(u) = 1/2 + u p(u²) / q(u²)} up to a
 * limit, with polynomials p and q, to within 2e-7.
 */
public record RationalGate(float slope, float cubic, float limit, Polynomial p, Polynomial q)
    implements RowFunction {
  /** 2 sqrt(2 / pi): tanh is 2 s(2 x) - 1 of the logistic function s (arXiv 1606.08415). */
  private static final float TANH_SLOPE = (float) (2 * Math.sqrt(2 / Math.PI));

  private static final float TANH_CUBIC = (float) (0.044715 * TANH_SLOPE);

  private static final float QUICK_GELU_SLOPE = 1.702f;

  /** c0 + c1 z + ... + c5 z⁵. */
  public record Polynomial(float c0, float c1, float c2, float c3, float c4, float c5) {
    float at(float z) {
      float upper = Math.fma(z, Math.fma(z, c5, c4), c3);
      return Math.fma(z, Math.fma(z, Math.fma(z, upper, c2), c1), c0);
    }
  }

  /** The non-linearity of an architecture. */
  public static RationalGate of(Activation activation) {
    return switch (activation) {
      case QUICK_GELU -> logistic(QUICK_GELU_SLOPE, 0);
      case GELU -> normal();
      case GELU_TANH -> logistic(TANH_SLOPE, TANH_CUBIC);
    };
  }

  private static RationalGate logistic(float slope, float cubic) {
    return new RationalGate(
        slope,
        cubic,
        16.5f,
        new Polynomial(0.24999999f, 0.008388956f, 5.5392273e-5f, 8.377854e-8f, 1.4233036e-11f, 0),
        new Polynomial(1, 0.11688911f, 0.0016290077f, 5.2617947e-6f, 3.2275682e-9f, 0));
  }

  private static RationalGate normal() {
    return new RationalGate(
        1,
        0,
        5.4f,
        new Polynomial(
            0.39894223f, 0.033372227f, 0.0046508512f, 0.0001643217f, 6.360023e-6f, 2.338676e-8f),
        new Polynomial(1, 0.25031784f, 0.028378686f, 0.0018589816f, 7.24002e-5f, 1.2165918e-6f));
  }

  @Override
  public void apply(int index, float[] row) {
    for (int i = 0; i < row.length; i++) {
      float x = row[i];
      float u = Math.max(-limit, Math.min(limit, x * Math.fma(cubic, x * x, slope)));
      float z = u * u;
      row[i] = x * Math.fma(u, p.at(z) / q.at(z), 0.5f);
    }
  }
}
