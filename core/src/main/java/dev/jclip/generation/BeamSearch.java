package dev.jclip.generation;

import dev.jclip.generation.GenerationOptions.Ranking;
import dev.jclip.generation.GenerationOptions.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A beam search in one or more groups, each of which is kept away from the tokens of those before
 * it (arXiv 1610.02424, section 4).
 */
final class BeamSearch implements Search {
  private final TokenRules rules;
  private final Strategy.Beams strategy;
  private final List<BeamGroup> groups;
  private boolean started;

  BeamSearch(TokenRules rules, Strategy.Beams strategy, List<Integer> prefix) {
    this.rules = rules;
    this.strategy = strategy;
    int size = strategy.beams() / strategy.groups();
    groups =
        IntStream.range(0, strategy.groups())
            .mapToObj(_ -> new BeamGroup(rules, size, prefix))
            .toList();
  }

  /** All groups begin with the same row. */
  @Override
  public int rows() {
    int beams = groups.stream().mapToInt(group -> group.beams().size()).sum();
    return started ? beams : 1;
  }

  @Override
  public List<Step> take(List<float[]> logits) {
    var steps = new ArrayList<Step>();
    Map<Integer, Integer> taken = new HashMap<>();
    int next = 0;
    for (BeamGroup group : groups) {
      if (group.beams().isEmpty()) {
        continue;
      }
      int first = started ? next : 0;
      next += group.beams().size();
      for (Step step : take(group, logits.subList(first, first + group.beams().size()), taken)) {
        steps.add(new Step(first + step.row(), step.token()));
      }
      group.beams().forEach(beam -> taken.merge(beam.lastToken(), 1, Integer::sum));
    }
    started = true;
    return steps;
  }

  private List<Step> take(
      BeamGroup group, List<float[]> logits, Map<Integer, Integer> takenBefore) {
    var scores = new ArrayList<float[]>();
    for (int beam = 0; beam < logits.size(); beam++) {
      float[] row = scores(rules.apply(group.beams().get(beam).ids(), logits.get(beam)));
      takenBefore.forEach(
          (token, times) -> row[token] -= (float) (times * strategy.diversityPenalty()));
      scores.add(row);
    }
    List<Integer> origins =
        group.take(scores, logits.stream().map(TokenProbabilities::new).toList());
    return IntStream.range(0, origins.size())
        .mapToObj(i -> new Step(origins.get(i), group.beams().get(i).lastToken()))
        .toList();
  }

  private float[] scores(float[] logits) {
    if (strategy.ranking() == Ranking.LOG_PROBABILITIES) {
      double logSum = Logits.logSum(logits);
      for (int token = 0; token < logits.length; token++) {
        logits[token] = (float) (logits[token] - logSum);
      }
    }
    return logits;
  }

  /** The best of all groups; a text that several found counts once. */
  @Override
  public List<GeneratedText> texts() {
    Set<List<Integer>> seen = new HashSet<>();
    return groups.stream()
        .flatMap(group -> group.ended().stream())
        .sorted(Comparator.comparingDouble(GeneratedText::score).reversed())
        .filter(text -> seen.add(text.ids()))
        .limit(rules.options().count())
        .toList();
  }
}
