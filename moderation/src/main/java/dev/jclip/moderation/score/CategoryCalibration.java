package dev.jclip.moderation.score;

/**
 * How a category's evidence becomes a probability: the logistic function of {@code slope * (excess
 * - offset)}.
 *
 * @param backgroundWeight how much of an image's own similarity with the background is taken off,
 *     in [0, 1]. All of it makes evidence comparable without examples; with examples, which say
 *     where the threshold lies, less of it tells images apart better
 * @param offset the excess at which the probability is one half
 * @param slope how fast the probability grows, above 0
 */
public record CategoryCalibration(double backgroundWeight, double offset, double slope) {
  /** The weight that goes with examples. */
  public static final double WEIGHT_WITH_EXAMPLES = 0.25;

  /** Checks the ranges. */
  public CategoryCalibration {
    if (!(backgroundWeight >= 0 && backgroundWeight <= 1)) {
      throw new IllegalArgumentException(
          "backgroundWeight: expected 0 to 1, found " + backgroundWeight);
    }
    if (!Double.isFinite(offset)) {
      throw new IllegalArgumentException("offset: expected a number, found " + offset);
    }
    if (!(slope > 0 && Double.isFinite(slope))) {
      throw new IllegalArgumentException("slope: expected a number above 0, found " + slope);
    }
  }

  /**
   * Without examples: the probability is that of the concept's sentences in a softmax over them,
   * the counter-sentences and the background's texts.
   */
  public static CategoryCalibration withoutExamples(double scale) {
    return new CategoryCalibration(1, 0, scale);
  }

  /** The probability in (0, 1) for an excess. */
  public double probability(double excess) {
    return 1 / (1 + Math.exp(-slope * (excess - offset)));
  }

  /** The excess at which the probability is a given one in (0, 1). */
  public double excess(double probability) {
    return offset + Math.log(probability / (1 - probability)) / slope;
  }
}
