package dev.jclip.moderation.score;

/**
 * What was learned of a category from reviewed images: a logistic regression on the embedding of
 * the whole image and on the evidence of the category's sentences. Immutable and safe for many
 * threads.
 *
 * @param weights one for each value of an embedding of norm 1; not copied
 * @param evidenceWeight of the highest evidence in any part of the image, where a quarter of the
 *     background is taken off; 0 for a category without sentences
 * @param bias the logit at zero
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LearnedHead(float[] weights, double evidenceWeight, double bias) {
  /** Checks the numbers. */
  public LearnedHead {
    double sum = evidenceWeight + bias;
    for (float weight : weights) {
      sum += weight;
    }
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException("weights: expected finite numbers, found others");
    }
  }

  /**
   * The logit of an image's probability.
   *
   * @param embedding of the whole image, of norm 1
   * @param evidence of the category's sentences
   */
  public double logit(float[] embedding, double evidence) {
    if (embedding.length != weights.length) {
      throw new IllegalArgumentException(
          "embedding: expected %d values, found %d".formatted(weights.length, embedding.length));
    }
    double sum = bias + (evidenceWeight == 0 ? 0 : evidenceWeight * evidence);
    for (int i = 0; i < weights.length; i++) {
      sum += (double) weights[i] * embedding[i];
    }
    return sum;
  }

  /** The probability in [0, 1] that an image belongs to the category. */
  double probability(float[] embedding, double evidence) {
    return 1 / (1 + Math.exp(-logit(embedding, evidence)));
  }
}
