package dev.jclip.grounding.calibration;

/**
 * A logistic curve over the log odds of a score: {@code sigmoid(slope * log(score / (1 - score)) +
 * offset)}. Slope 1 and offset 0 leave a score as it is (Platt scaling; Kull and others, "Beta
 * calibration", 2017, section 3).
 *
 * @param slope not negative
 */
public record Logistic(double slope, double offset) {
  /** Leaves scores as they are, but for those that are all but 0 or 1. */
  public static final Logistic IDENTITY = new Logistic(1, 0);

  private static final double CERTAIN = 1e-4;
  private static final int STEPS = 50;

  /** Holds the curve near the identity where examples are few. */
  private static final double RIDGE = 0.1;

  /**
   * @throws IllegalArgumentException if a number is not finite, or the slope is negative
   */
  public Logistic {
    if (!(slope >= 0 && Double.isFinite(slope + offset))) {
      throw new IllegalArgumentException(
          "a logistic curve needs a finite slope of at least 0 and a finite offset, not "
              + slope
              + " and "
              + offset);
    }
  }

  /** The probability that a score stands for, within (0, 1). */
  public double probability(double score) {
    return sigmoid(slope * logOdds(score) + offset);
  }

  /**
   * The curve with the maximum likelihood of labelled scores, by Newton's method, with a small
   * penalty on its distance from the identity. A slope that comes out negative is 0.
   *
   * @param scores between 0 and 1
   * @param right whether each was right
   * @throws IllegalArgumentException if the arrays differ in length or are empty
   */
  public static Logistic fit(double[] scores, boolean[] right) {
    if (scores.length != right.length || scores.length == 0) {
      throw new IllegalArgumentException(
          "expected as many labels as scores and one at least, found %d and %d"
              .formatted(right.length, scores.length));
    }
    double slope = 1;
    double offset = 0;
    for (int step = 0; step < STEPS; step++) {
      double gradientSlope = RIDGE * (slope - 1);
      double gradientOffset = RIDGE * offset;
      double slopes = RIDGE;
      double offsets = RIDGE;
      double both = 0;
      for (int i = 0; i < scores.length; i++) {
        double odds = logOdds(scores[i]);
        double probability = sigmoid(slope * odds + offset);
        double error = probability - (right[i] ? 1 : 0);
        double weight = probability * (1 - probability);
        gradientSlope += error * odds;
        gradientOffset += error;
        slopes += weight * odds * odds;
        offsets += weight;
        both += weight * odds;
      }
      double determinant = slopes * offsets - both * both;
      double stepSlope = (offsets * gradientSlope - both * gradientOffset) / determinant;
      double stepOffset = (slopes * gradientOffset - both * gradientSlope) / determinant;
      double length = Math.hypot(stepSlope, stepOffset);
      double shortened =
          length > 1 ? 1 / length : 1; // far from the optimum Newton's steps overshoot
      slope -= shortened * stepSlope;
      offset -= shortened * stepOffset;
    }
    return new Logistic(Math.max(0, slope), offset);
  }

  /** The natural logarithm of a probability's odds; finite for 0 and 1 too. */
  public static double logOdds(double probability) {
    double inside = Math.clamp(probability, CERTAIN, 1 - CERTAIN);
    return Math.log(inside / (1 - inside));
  }

  /** The probability of log odds. */
  public static double sigmoid(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
