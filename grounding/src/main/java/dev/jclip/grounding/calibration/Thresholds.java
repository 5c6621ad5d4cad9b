package dev.jclip.grounding.calibration;

import java.util.Arrays;
import java.util.List;

/**
 * From which probability on something is decided and not asked.
 *
 * @param object of an object, that it is the one that is meant
 * @param absent of nothing that is seen being what is meant
 */
public record Thresholds(double object, double absent) {
  /** Asks unless one answer is clearly likelier than all others together. */
  public static final Thresholds DEFAULT = new Thresholds(0.7, 0.6);

  /** A tie of two is no decision, even where one is a little likelier. */
  private static final double LOWEST = 0.6;

  /**
   * @throws IllegalArgumentException if a threshold is not between 0 and 1
   */
  public Thresholds {
    if (!(object >= 0 && object <= 1 && absent >= 0 && absent <= 1)) {
      throw new IllegalArgumentException(
          "thresholds: expected 0 to 1, found " + object + " and " + absent);
    }
  }

  /**
   * A decision that could be made, and whether it would be wrong.
   *
   * @param probability that it is right, as the resolution has it
   */
  public record Choice(double probability, boolean wrong) {}

  /**
   * The lowest threshold from 0.6 on at which at most a share of the examples is decided wrongly.
   * For new cases drawn as the examples were, the expected share is then at most {@code maxWrong}
   * (conformal risk control, arXiv 2208.02814, theorem 1).
   *
   * @param examples the likeliest decision of each example; those of others are left out
   * @param count the number of all examples
   * @param maxWrong the share of wrong decisions, above 0
   * @return 1 if there are too few examples for that share
   */
  public static double lowest(List<Choice> examples, int count, double maxWrong) {
    if (!(maxWrong > 0 && maxWrong <= 1)) {
      throw new IllegalArgumentException("maxWrong: expected above 0, up to 1, found " + maxWrong);
    }
    double[] wrong =
        examples.stream().filter(Choice::wrong).mapToDouble(Choice::probability).sorted().toArray();
    int allowed = (int) Math.floor(maxWrong * (count + 1)) - 1;
    if (allowed < 0) {
      return 1;
    }
    if (allowed >= wrong.length) {
      return LOWEST;
    }
    // the wrong decisions with the highest probabilities may pass, the next one below may not
    return Math.max(
        LOWEST,
        Math.min(
            1,
            Math.nextUp(Arrays.copyOf(wrong, wrong.length - allowed)[wrong.length - allowed - 1])));
  }
}
