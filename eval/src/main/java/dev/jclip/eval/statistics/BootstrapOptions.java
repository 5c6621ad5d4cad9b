package dev.jclip.eval.statistics;

/**
 * How intervals are found.
 *
 * @param resamples how many data sets are drawn from the given one, 100 or more
 * @param confidence of the intervals, between 0.5 and 1
 * @param seed of the draws
 */
public record BootstrapOptions(int resamples, double confidence, long seed) {
  /** 2,000 resamples, 95 %. */
  public static final BootstrapOptions DEFAULT = new BootstrapOptions(2000, 0.95, 0);

  /** Checks the ranges. */
  public BootstrapOptions {
    if (resamples < 100) {
      throw new IllegalArgumentException("resamples: expected 100 or more, found " + resamples);
    }
    if (!(confidence > 0.5 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence: expected a number between 0.5 and 1, found " + confidence);
    }
  }
}
