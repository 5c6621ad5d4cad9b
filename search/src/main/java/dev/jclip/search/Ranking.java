package dev.jclip.search;

import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToDoubleFunction;

/** The best of many scores. */
public final class Ranking {
  private Ranking() {}

  /**
   * The highest scores and their places, best first; NaN is none.
   *
   * @param size how many places there are
   * @param score the score of a place
   */
  public static List<Match> best(int size, IntToDoubleFunction score, int count) {
    var best = new PriorityQueue<Match>(Match.BEST_FIRST.reversed());
    for (int i = 0; i < size; i++) {
      double value = score.applyAsDouble(i);
      if (best.size() < count ? !Double.isNaN(value) : value > best.element().score()) {
        best.add(new Match(i, value));
        if (best.size() > count) {
          best.remove();
        }
      }
    }
    return best.stream().sorted(Match.BEST_FIRST).toList();
  }
}
