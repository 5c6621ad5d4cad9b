package dev.jclip.testkit;

import org.assertj.core.api.Assertions;

/** How near a computed vector is to a reference. */
public final class Tolerance {
  private Tolerance() {}

  /**
   * {@code |actual - expected| / |expected|} in the Euclidean norm; infinite for different lengths.
   */
  public static double relativeError(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      double d = (double) actual[i] - expected[i];
      difference += d * d;
      norm += (double) expected[i] * expected[i];
    }
    return Math.sqrt(difference) / Math.sqrt(norm);
  }

  /** Fails unless the relative error is at most {@code bound}; NaN fails. */
  public static void assertClose(String what, float[] actual, float[] expected, double bound) {
    Assertions.assertThat(actual).as(what).hasSameSizeAs(expected);
    Assertions.assertThat(relativeError(actual, expected))
        .as("relative error of " + what)
        .isLessThanOrEqualTo(bound);
  }
}
