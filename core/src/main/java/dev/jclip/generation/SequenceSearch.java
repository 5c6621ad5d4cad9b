package dev.jclip.generation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Goes on with each sequence by itself, a token at a time. */
final class SequenceSearch implements Search {
  private final TokenRules rules;
  private final Receiver receiver;
  private final List<Open> open = new ArrayList<>();
  private final List<GeneratedText> ended = new ArrayList<>();
  private boolean started;

  /** Hears of chosen tokens. */
  @FunctionalInterface
  interface Receiver {
    void chosen(int sequence, int token);
  }

  private record Open(int sequence, TokenChoice choice, Beginning beginning) {}

  /**
   * Begins.
   *
   * @param choices for each sequence, by its number, who chooses its tokens
   */
  SequenceSearch(
      TokenRules rules, List<Integer> prefix, IntFunction<TokenChoice> choices, Receiver receiver) {
    this.rules = rules;
    this.receiver = receiver;
    for (int i = 0; i < rules.options().count(); i++) {
      open.add(new Open(i, choices.apply(i), Beginning.of(prefix)));
    }
  }

  /** All sequences begin with the same row. */
  @Override
  public int rows() {
    return started ? open.size() : Math.min(1, open.size());
  }

  @Override
  public List<Step> take(List<float[]> logits) {
    List<Open> before = List.copyOf(open);
    open.clear();
    var steps = new ArrayList<Step>();
    for (int i = 0; i < before.size(); i++) {
      int row = started ? i : 0;
      Open longer = longer(before.get(i), logits.get(row));
      Beginning text = longer.beginning();
      receiver.chosen(longer.sequence(), text.lastToken());
      boolean ends = rules.ends(text.lastToken());
      if (ends || text.length() >= rules.options().longest()) {
        ended.add(generated(text, before.get(i).beginning().length()));
      } else {
        open.add(longer);
        steps.add(new Step(row, text.lastToken()));
      }
    }
    started = true;
    return steps;
  }

  private Open longer(Open sequence, float[] logits) {
    Beginning text = sequence.beginning();
    int token =
        isLastPlace(text.length())
            ? rules.endToken()
            : sequence.choice().choose(rules.apply(text.ids(), logits));
    double logProbability = logits[token] - Logits.logSum(logits);
    return new Open(sequence.sequence(), sequence.choice(), text.with(token, 0, logProbability));
  }

  /** There the end stands in any case. */
  private boolean isLastPlace(int length) {
    return length + 1 >= rules.options().longest();
  }

  private GeneratedText generated(Beginning text, int lengthBefore) {
    return new GeneratedText(
        text.ids(),
        text.logProbability(),
        text.logProbability() / text.length(),
        !isLastPlace(lengthBefore));
  }

  /** A text that was drawn several times counts once. */
  @Override
  public List<GeneratedText> texts() {
    Set<List<Integer>> seen = new HashSet<>();
    return ended.stream()
        .filter(text -> seen.add(text.ids()))
        .sorted(Comparator.comparingDouble(GeneratedText::score).reversed())
        .toList();
  }
}
