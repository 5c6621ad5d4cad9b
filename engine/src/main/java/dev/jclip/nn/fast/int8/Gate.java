package dev.jclip.nn.fast.int8;

import dev.jclip.config.Activation;
import dev.jclip.nn.fast.rows.RowFunction;

/**
 * The perceptrons' non-linearities {@code x s(x)}, where s rises from 0 to 1 and {@code s(-x) = 1 -
 * s(x)}: {@code x / 2 + |x| h(|x|)} with an odd polynomial h up to a limit, behind which it stays
 * at 1/2. To within 0.002, a small part of the rounding to 8 bits behind it.
 *
 * @param limit where h reaches 1/2
 * @param c1 of the first power
 */
public record Gate(
    float limit, float c1, float c3, float c5, float c7, float c9, float c11, float c13, float c15)
    implements RowFunction {
  /** The non-linearity of an architecture, fitted so that its maximum error is a minimum. */
  public static Gate of(Activation activation) {
    return switch (activation) {
      case QUICK_GELU ->
          new Gate(
              4.8f,
              0.41552645f,
              -0.082428746f,
              0.014078383f,
              -0.0015915724f,
              1.1275711e-4f,
              -4.782582e-6f,
              1.106054e-7f,
              -1.0700992e-9f);
      case GELU ->
          new Gate(
              4.2f,
              0.39846587f,
              -0.06552815f,
              0.009298193f,
              -9.5064886e-4f,
              6.6889654e-5f,
              -3.037864e-6f,
              7.941114e-8f,
              -9.0172275e-10f);
      case GELU_TANH ->
          new Gate(
              4f,
              0.39847812f,
              -0.06585027f,
              0.00950737f,
              -0.0010026185f,
              7.346102e-5f,
              -3.4899222e-6f,
              9.553561e-8f,
              -1.1352815e-9f);
    };
  }

  @Override
  public void apply(int index, float[] row) {
    for (int i = 0; i < row.length; i++) {
      float x = row[i];
      float distance = Math.abs(x);
      float u = Math.min(limit, distance);
      float z = u * u;
      float upper = Math.fma(z, Math.fma(z, Math.fma(z, c15, c13), c11), c9);
      float h = Math.fma(z, Math.fma(z, Math.fma(z, Math.fma(z, upper, c7), c5), c3), c1);
      row[i] = Math.fma(distance * u, h, 0.5f * x);
    }
  }
}
