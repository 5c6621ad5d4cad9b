package dev.jclip.search.query;

import dev.jclip.search.Match;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One ranking of several whose scores cannot be compared: the sum of 1 / (60 + rank) (Cormack,
 * Clarke, Büttcher, SIGIR 2009, doi 10.1145/1571941.1572114).
 */
final class ReciprocalRankFusion {
  private static final int CONSTANT = 60;

  private ReciprocalRankFusion() {}

  static List<Match> of(List<List<Match>> rankings) {
    Map<Integer, Double> scores = new HashMap<>();
    for (List<Match> ranking : rankings) {
      for (int i = 0; i < ranking.size(); i++) {
        scores.merge(ranking.get(i).ordinal(), 1.0 / (CONSTANT + i + 1), Double::sum);
      }
    }
    return scores.entrySet().stream()
        .map(score -> new Match(score.getKey(), score.getValue()))
        .sorted(Match.BEST_FIRST)
        .toList();
  }
}
