package dev.jclip.moderation.threshold;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * A share of images, and what to expect of new ones.
 *
 * @param share of the images that the threshold was solved on
 * @param images how many those are
 * @param low the lower end of the interval in which the share of as many new images lies with a
 *     probability of 95 %
 * @param high its upper end
 */
public record Rate(double share, int images, double low, double high) {
  private static final double TAIL = 0.025;
  private static final int STEPS = 2000;

  /**
   * The rate of images beyond a threshold that lies between two of their scores. Whatever the
   * scores' distribution, the true rate has a beta distribution, and the count among new images a
   * beta-binomial one (Wilks, Determination of sample sizes for setting tolerance limits, Annals of
   * Mathematical Statistics 12, 1941).
   *
   * <p>The threshold lies between the scores of two images; the lower end of the interval supposes
   * that it lies at the one, the upper end that it lies at the other.
   *
   * @param beyond how many of the images are beyond the threshold
   * @param images how many there are, 1 or more
   */
  static Rate of(int beyond, int images) {
    double low =
        beyond == 0 ? 0 : quantile(BetaDistribution.of(beyond, images - beyond + 1), TAIL, images);
    double high =
        beyond == images
            ? 1
            : quantile(BetaDistribution.of(beyond + 1, images - beyond), 1 - TAIL, images);
    return new Rate((double) beyond / images, images, low, high);
  }

  /** A quantile of the share of new images, given the distribution of the true rate. */
  private static double quantile(BetaDistribution truth, double level, int images) {
    double[] counts = new double[images + 1];
    for (int step = 0; step < STEPS; step++) {
      addBinomial(counts, truth.inverseCumulativeProbability((step + 0.5) / STEPS));
    }
    double upTo = 0;
    for (int count = 0; count < images; count++) {
      upTo += counts[count] / STEPS;
      if (upTo >= level) {
        return (double) count / images;
      }
    }
    return 1;
  }

  /** Adds the probability of each count of successes in as many trials. */
  private static void addBinomial(double[] counts, double p) {
    int trials = counts.length - 1;
    int mode = (int) Math.min(trials, Math.floor((trials + 1) * p));
    double logAtMode = logBinomial(trials, mode, p);
    double atMode = Math.exp(logAtMode);
    double value = atMode;
    for (int count = mode; count <= trials && value > 1e-15; count++) {
      counts[count] += value;
      value *= (trials - count) / (count + 1.0) * p / (1 - p);
    }
    value = atMode;
    for (int count = mode; count > 0; ) {
      value *= count / (trials - count + 1.0) * (1 - p) / p;
      count--;
      if (value <= 1e-15) {
        break;
      }
      counts[count] += value;
    }
  }

  private static double logBinomial(int trials, int count, double p) {
    double log = 0;
    for (int i = 1; i <= count; i++) {
      log += Math.log((trials - count + i) / (double) i);
    }
    return log + count * Math.log(p) + (trials - count) * Math.log1p(-p);
  }
}
