package dev.jclip.eval.statistics;

import java.util.Arrays;

/**
 * A figure over a number of units that can be computed again with each unit counted any number of
 * times, which is what its uncertainty is estimated from. A unit is what was drawn at random when
 * the data set was made: an image, with all its captions where it has several. Immutable; safe for
 * many threads at once.
 */
public interface Metric {
  /** As in the tables: {@code acc1}, {@code text_retrieval_recall@5}. */
  String name();

  /** How many units there are; 1 or more. */
  int units();

  /**
   * The figure with unit i counted {@code counts[i]} times.
   *
   * @param counts {@link #units} numbers, 0 or more, not all 0
   * @return NaN where the figure is not defined
   */
  double value(int[] counts);

  /** The figure with each unit counted once. */
  default double value() {
    int[] once = new int[units()];
    Arrays.fill(once, 1);
    return value(once);
  }

  /** Whether the figure is a share in 0..1 that is 0 or 1 only if all units agree. */
  default boolean isShare() {
    return true;
  }

  /** What each unit adds to a share that is 1; together they are 1. */
  default double[] weights() {
    double[] weights = new double[units()];
    Arrays.fill(weights, 1.0 / weights.length);
    return weights;
  }
}
