package dev.jclip.tensor.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Summation;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What sums of float32 may be when they are rounded to bfloat16, once.
 *
 * @param exact the exact sums
 * @param magnitudes the sums of the terms' absolute values
 * @param terms how many terms a sum has
 */
record RoundedSums(Tensor exact, Tensor magnitudes, long terms) {
  /** Sums of bfloat16 values. */
  void assertHolds(Tensor actual) {
    assertHolds(actual, Double.NEGATIVE_INFINITY);
  }

  /** The same behind a ReLU. */
  void assertHoldsCutAtZero(Tensor actual) {
    assertHolds(actual, 0);
  }

  private void assertHolds(Tensor actual, double least) {
    assertThat(actual.scalar_type().intern()).isEqualTo(torch.ScalarType.BFloat16);
    float[] values = Tensors.floats(actual);
    double[] sums = doubles(exact);
    double[] absolute = doubles(magnitudes);
    double gamma = Summation.gamma(terms);
    for (int i = 0; i < values.length; i++) {
      double allowed = gamma * absolute[i];
      double from = Math.max(least, sums[i] - allowed);
      double to = Math.max(least, sums[i] + allowed);
      assertThat(values[i])
          .as("%s rounded to bfloat16", sums[i])
          .isBetween(Summation.toBfloat16((float) from), Summation.toBfloat16((float) to));
    }
  }

  private static double[] doubles(Tensor x) {
    Tensor plain = x.to(torch.ScalarType.Double).contiguous();
    double[] values = new double[Math.toIntExact(plain.numel())];
    new DoublePointer(plain.data_ptr()).get(values);
    return values;
  }
}
