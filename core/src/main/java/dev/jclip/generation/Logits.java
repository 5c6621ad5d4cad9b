package dev.jclip.generation;

/** Functions of logits, one for each id of a vocabulary. */
final class Logits {
  private Logits() {}

  /** The natural logarithm of the sum of their exponentials. */
  static double logSum(float[] logits) {
    double most = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - most);
    }
    return most + Math.log(sum);
  }

  /** The id with the largest logit; the first of several. */
  static int largest(float[] logits) {
    int best = 0;
    for (int id = 1; id < logits.length; id++) {
      if (logits[id] > logits[best]) {
        best = id;
      }
    }
    return best;
  }
}
