package dev.jclip.cli.command.bench;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics. */
final class Percentiles {
  /** The median's share. */
  static final double MIDDLE = 0.5;

  private Percentiles() {}

  /** The value below which this share of the values lies, between neighbours in proportion. */
  static double of(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(Collection<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray(), MIDDLE);
  }
}
