package dev.jclip.moderation.learn;

/**
 * How good probabilities are.
 *
 * @param auc the chance that an image of the category has a higher probability than one that is
 *     none of it, ties counting half
 * @param low the lower end of the area's interval of 95 %
 * @param high its upper end
 * @param calibrationError the expected calibration error over ten bins of equal width
 * @param logLoss the mean cross-entropy
 */
public record Quality(
    double auc, double low, double high, double calibrationError, double logLoss) {
  private static final int BINS = 10;
  private static final double Z = 1.959964;
  private static final int HALVINGS = 60;

  /** Keeps one certain and wrong answer from counting without end. */
  private static final double LEAST = 1e-15;

  /**
   * Measures probabilities; there must be images of either kind.
   *
   * @param belongs whether each image belongs to the category
   */
  public static Quality of(double[] probabilities, boolean[] belongs) {
    double auc = auc(probabilities, belongs);
    int positive = 0;
    for (boolean one : belongs) {
      positive += one ? 1 : 0;
    }
    int negative = belongs.length - positive;
    return new Quality(
        auc,
        end(auc, 0, positive, negative),
        end(auc, 1, positive, negative),
        calibrationError(probabilities, belongs),
        logLoss(probabilities, belongs));
  }

  private static double auc(double[] probabilities, boolean[] belongs) {
    double won = 0;
    long pairs = 0;
    for (int i = 0; i < belongs.length; i++) {
      for (int j = 0; j < belongs.length; j++) {
        if (belongs[i] && !belongs[j]) {
          won += won(probabilities[i], probabilities[j]);
          pairs++;
        }
      }
    }
    return won / pairs;
  }

  private static double won(double one, double other) {
    return one == other ? 0.5 : one > other ? 1 : 0;
  }

  /**
   * The area on the side of {@code limit} that is just as far from the one found as chance leads,
   * by the variance that it would have itself (Newcombe, Confidence intervals for an effect size
   * measure based on the Mann-Whitney statistic, part 2, Statistics in Medicine 25, 2006, method 5;
   * the variance is Hanley's and McNeil's).
   */
  private static double end(double auc, double limit, int positive, int negative) {
    double inside = auc;
    double outside = limit;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (inside + outside) / 2;
      if (Math.abs(middle - auc) <= Z * deviation(middle, positive, negative)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return inside;
  }

  private static double deviation(double area, int positive, int negative) {
    double others = (positive + negative) / 2.0 - 1;
    double spread = (1 - area) / (2 - area) + area / (1 + area);
    return Math.sqrt(area * (1 - area) * (1 + others * spread) / ((double) positive * negative));
  }

  private static double calibrationError(double[] probabilities, boolean[] belongs) {
    double[] differences = new double[BINS];
    for (int i = 0; i < belongs.length; i++) {
      int bin = Math.min(BINS - 1, (int) (BINS * probabilities[i]));
      differences[bin] += probabilities[i] - (belongs[i] ? 1 : 0);
    }
    double sum = 0;
    for (double difference : differences) {
      sum += Math.abs(difference);
    }
    return sum / belongs.length;
  }

  private static double logLoss(double[] probabilities, boolean[] belongs) {
    double sum = 0;
    for (int i = 0; i < belongs.length; i++) {
      double right = belongs[i] ? probabilities[i] : 1 - probabilities[i];
      sum -= Math.log(Math.max(LEAST, right));
    }
    return sum / belongs.length;
  }
}
