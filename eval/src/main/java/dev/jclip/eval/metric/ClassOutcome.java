package dev.jclip.eval.metric;

/**
 * How one image was classified.
 *
 * @param label the true class, 0..K-1
 * @param prediction the class with the highest score
 * @param rank how many classes rank before the true one; 0 when it is the prediction
 */
public record ClassOutcome(int label, int prediction, int rank) {
  /** Ranks the classes by their scores [K]. */
  public static ClassOutcome of(float[] scores, int label) {
    if (label < 0 || label >= scores.length) {
      throw new IllegalArgumentException(
          "label: expected 0..%d, found %d".formatted(scores.length - 1, label));
    }
    Ranking.requireNumbers(scores);
    return new ClassOutcome(label, Ranking.best(scores), Ranking.rank(scores, label));
  }

  /** Whether the prediction is the true class. */
  public boolean isRight() {
    return rank == 0;
  }
}
