package dev.jclip.eval.statistics;

/**
 * One figure of two models over the same units.
 *
 * @param metric the figure's name
 * @param first of the first model
 * @param second of the second model
 * @param interval of the difference, second minus first
 * @param pValue how likely a difference at least as large is if the models are equally good;
 *     two-sided; NaN where one of the figures is not defined
 * @param test what the p-value is from
 */
public record Comparison(
    String metric, double first, double second, Interval interval, double pValue, Test test) {
  /** The second model's figure minus the first one's. */
  public double difference() {
    return second - first;
  }

  /** Where a p-value is from. */
  public enum Test {
    /** The binomial distribution of units on which only one is right (McNemar's exact test). */
    MCNEMAR,
    /** Units' differences with random signs. */
    SIGN_FLIP,
    /** The share of resamples in which the difference has the other sign. */
    BOOTSTRAP
  }
}
