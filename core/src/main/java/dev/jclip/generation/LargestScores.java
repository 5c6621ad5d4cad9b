package dev.jclip.generation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The largest of many scores, the largest first; of equal ones the first. Without -infinity. */
final class LargestScores {
  private final List<Scored> largest;

  private LargestScores(List<Scored> largest) {
    this.largest = largest;
  }

  private record Scored(float score, int place) {}

  private static final Comparator<Scored> SMALLEST_FIRST =
      Comparator.comparingDouble(Scored::score)
          .thenComparing(Scored::place, Comparator.reverseOrder());

  /**
   * Those of some rows of scores.
   *
   * @param most the maximum number of them
   */
  static LargestScores of(List<float[]> rows, int most) {
    var kept = new PriorityQueue<Scored>(most + 1, SMALLEST_FIRST);
    int place = 0;
    for (float[] row : rows) {
      for (float score : row) {
        if (score > Float.NEGATIVE_INFINITY
            && (kept.size() < most || score > kept.element().score())) {
          kept.add(new Scored(score, place));
          if (kept.size() > most) {
            kept.remove();
          }
        }
        place++;
      }
    }
    Scored[] sorted = kept.toArray(Scored[]::new);
    Arrays.sort(sorted, SMALLEST_FIRST.reversed());
    return new LargestScores(List.of(sorted));
  }

  /** Those of one row of scores. */
  static LargestScores of(float[] scores, int most) {
    return of(List.of(scores), most);
  }

  /** How many there are. */
  int count() {
    return largest.size();
  }

  /** The score of a rank, from 0. */
  float score(int rank) {
    return largest.get(rank).score();
  }

  /** Where the score of a rank stands in the rows, one behind the other. */
  int place(int rank) {
    return largest.get(rank).place();
  }

  /** The natural logarithm of the sum of their exponentials. */
  double logSum() {
    float[] scores = new float[count()];
    for (int rank = 0; rank < scores.length; rank++) {
      scores[rank] = score(rank);
    }
    return Logits.logSum(scores);
  }
}
