package dev.jclip.search;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The best of many scores. */
public final class Ranking {
  private Ranking() {}

  /** The highest scores and their places, best first; NaN is none. */
  public static List<Match> best(float[] scores, int count) {
    var best = new PriorityQueue<Match>(Match.BEST_FIRST.reversed());
    double least = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] > least || (best.size() < count && scores[i] == least)) {
        best.add(new Match(i, scores[i]));
        if (best.size() > count) {
          best.remove();
        }
        least = best.size() < count ? Double.NEGATIVE_INFINITY : best.element().score();
      }
    }
    var sorted = new ArrayList<>(best);
    sorted.sort(Match.BEST_FIRST);
    return List.copyOf(sorted);
  }
}
