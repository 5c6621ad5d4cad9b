package dev.jclip.nn.fast.float32;

import dev.jclip.config.Activation;
import dev.jclip.nn.fast.rows.RowFunction;

/**
 * The perceptrons' non-linearities {@code x s(u)} of {@code u = x (slope + cubic x²)}, where s is
 * the logistic function or the normal distribution: {@code s(u) = 1/2 + u p(u²) / q(u²)} up to a
 * limit, with polynomials p and q, to within 2e-7.
 */
public record RationalGate(
    float slope,
    float cubic,
    float limit,
    float p0,
    float p1,
    float p2,
    float p3,
    float p4,
    float p5,
    float q1,
    float q2,
    float q3,
    float q4,
    float q5)
    implements RowFunction {
  /** 2 sqrt(2 / pi): tanh is 2 s(2 x) - 1 of the logistic function s (arXiv 1606.08415). */
  private static final float TANH_SLOPE = (float) (2 * Math.sqrt(2 / Math.PI));

  private static final float TANH_CUBIC = (float) (0.044715 * TANH_SLOPE);

  private static final float QUICK_GELU_SLOPE = 1.702f;

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
        0.24999999f,
        0.008388956f,
        5.5392273e-5f,
        8.377854e-8f,
        1.4233036e-11f,
        0,
        0.11688911f,
        0.0016290077f,
        5.2617947e-6f,
        3.2275682e-9f,
        0);
  }

  private static RationalGate normal() {
    return new RationalGate(
        1,
        0,
        5.4f,
        0.39894223f,
        0.033372227f,
        0.0046508512f,
        0.0001643217f,
        6.360023e-6f,
        2.338676e-8f,
        0.25031784f,
        0.028378686f,
        0.0018589816f,
        7.24002e-5f,
        1.2165918e-6f);
  }

  @Override
  public void apply(int index, float[] row) {
    for (int i = 0; i < row.length; i++) {
      float x = row[i];
      float u = Math.max(-limit, Math.min(limit, x * Math.fma(cubic, x * x, slope)));
      float z = u * u;
      float pUpper = Math.fma(z, Math.fma(z, p5, p4), p3);
      float qUpper = Math.fma(z, Math.fma(z, q5, q4), q3);
      float p = Math.fma(z, Math.fma(z, Math.fma(z, pUpper, p2), p1), p0);
      float q = Math.fma(z, Math.fma(z, Math.fma(z, qUpper, q2), q1), 1);
      row[i] = x * Math.fma(u, p / q, 0.5f);
    }
  }
}
