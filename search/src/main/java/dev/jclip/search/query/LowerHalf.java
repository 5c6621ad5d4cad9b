package dev.jclip.search.query;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A normal distribution told by the lower half of some values: by their median, and how far the
 * tenth of them with the lowest values lies below it. What is far above the others does not count.
 */
final class LowerHalf {
  private static final double LOW = 0.1;

  /** How many standard deviations a normal distribution's median is above its lowest tenth. */
  private static final double DEVIATIONS = 1.2815515655446004;

  private static final double LEAST_DEVIATION = 1e-6; // of one image, all values are the same

  private LowerHalf() {}

  static NormalDistribution of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = quantile(sorted, 0.5);
    return NormalDistribution.of(
        median, Math.max(LEAST_DEVIATION, (median - quantile(sorted, LOW)) / DEVIATIONS));
  }

  /** The middle value. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return quantile(sorted, 0.5);
  }

  /** Between neighbouring values in proportion. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
