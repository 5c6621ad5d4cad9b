package dev.jclip.search.query;

import java.util.Arrays;

/**
 * A mixture of two normal distributions, of the similarities with what shows a concept and with
 * what does not. Immutable.
 */
final class TwoNormals {
  private static final int STEPS = 60;
  private static final double LEAST_VARIANCE = 1e-6;

  private final Part lower;
  private final Part upper;

  private TwoNormals(Part lower, Part upper) {
    this.lower = lower;
    this.upper = upper;
  }

  private record Part(double weight, double mean, double variance) {
    double density(double value) {
      double distance = value - mean;
      return weight * Math.exp(-distance * distance / (2 * variance)) / Math.sqrt(variance);
    }
  }

  /**
   * Fits by expectation maximisation (Dempster, Laird, Rubin 1977), from the median and a high
   * quantile on.
   *
   * @param sorted values in rising order, one or more
   */
  static TwoNormals fit(float[] sorted) {
    double variance = Math.max(LEAST_VARIANCE, variance(sorted) / 2);
    Part lower = new Part(0.8, sorted[sorted.length / 2], variance);
    Part upper = new Part(0.2, sorted[(int) (0.98 * (sorted.length - 1))], variance);
    double[] shares = new double[sorted.length];
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < sorted.length; i++) {
        shares[i] = share(upper, lower, sorted[i]);
      }
      upper = part(sorted, shares);
      for (int i = 0; i < sorted.length; i++) {
        shares[i] = 1 - shares[i];
      }
      lower = part(sorted, shares);
    }
    return upper.mean >= lower.mean ? new TwoNormals(lower, upper) : new TwoNormals(upper, lower);
  }

  private static double variance(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += (double) value / values.length;
    }
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / values.length;
  }

  private static Part part(float[] values, double[] shares) {
    double total = Arrays.stream(shares).sum() + 1e-9;
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += shares[i] * values[i] / total;
    }
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += shares[i] * (values[i] - mean) * (values[i] - mean);
    }
    return new Part(total / values.length, mean, LEAST_VARIANCE + squares / total);
  }

  private static double share(Part of, Part other, double value) {
    double density = of.density(value);
    double sum = density + other.density(value);
    return sum > 0 ? density / sum : 0;
  }

  /**
   * The probability that a value is of the upper distribution. Beyond both means it stays as it is
   * there, where the wider one would win again.
   */
  double upperProbability(double value) {
    double probability = share(upper, lower, Math.max(value, lower.mean));
    return value >= upper.mean
        ? Math.max(probability, share(upper, lower, upper.mean))
        : probability;
  }
}
