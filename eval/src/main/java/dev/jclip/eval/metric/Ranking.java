package dev.jclip.eval.metric;

/** Orders of scores: falling, and by index where they are equal. */
final class Ranking {
  private Ranking() {}

  /**
   * Refuses what has no order: every comparison with NaN is false, so that it would rank first.
   *
   * @throws IllegalArgumentException naming the first that is NaN
   */
  static float[] requireNumbers(float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new IllegalArgumentException(
            "score %d of %d: expected a number, found NaN; does the model give finite embeddings?"
                .formatted(i, scores.length));
      }
    }
    return scores;
  }

  /** The index of the highest score. */
  static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** How many scores come before the one at an index. */
  static int rank(float[] scores, int index) {
    float score = scores[index];
    int before = 0;
    for (int i = 0; i < index; i++) {
      before += scores[i] >= score ? 1 : 0;
    }
    for (int i = index + 1; i < scores.length; i++) {
      before += scores[i] > score ? 1 : 0;
    }
    return before;
  }
}
