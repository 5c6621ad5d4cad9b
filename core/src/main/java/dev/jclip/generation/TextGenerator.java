package dev.jclip.generation;

import dev.jclip.generation.GenerationOptions.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Makes texts a token at a time, for several inputs side by side; each input's rows leave the batch
 * when its texts have ended. Immutable; may be used by many threads at once, each with a model's
 * rows of its own.
 *
 * @param options how tokens are chosen
 * @param endToken the id of the vocabulary's end token
 */
public record TextGenerator(GenerationOptions options, int endToken) {
  /** Checks that there is an end token. */
  public TextGenerator {
    Objects.requireNonNull(options, "options");
    if (endToken < 0) {
      throw new IllegalArgumentException(
          "end token: expected an id of the vocabulary, found %d; without one no text would end"
              .formatted(endToken));
    }
  }

  /**
   * Makes the texts of some inputs.
   *
   * @param model scores what comes next, of sequences that are new
   * @param inputs how many inputs there are
   * @param prefix the ids that each text begins with, the start token first; shorter than the
   *     maximum length
   * @return for each input its texts, the best first; a beam search and drawing may give fewer than
   *     the options ask for, when texts would be the same
   */
  public List<List<GeneratedText>> generate(NextTokens model, int inputs, List<Integer> prefix) {
    return run(model, inputs, prefix, TokenReceiver.none());
  }

  /**
   * Makes the texts of some inputs, and says each token when it is chosen.
   *
   * @param receiver hears of each token, on this thread
   * @throws IllegalArgumentException if a beam search shall do that, whose tokens are not certain
   *     before it ends
   * @see #generate(NextTokens, int, List)
   */
  public List<List<GeneratedText>> generate(
      NextTokens model, int inputs, List<Integer> prefix, TokenReceiver receiver) {
    if (options.strategy() instanceof Strategy.Beams) {
      throw new IllegalArgumentException(
          "streaming: expected a strategy that keeps the tokens it chose, found a beam search, whose tokens are not certain before it ends; leave beams out");
    }
    return run(model, inputs, prefix, receiver);
  }

  private List<List<GeneratedText>> run(
      NextTokens model, int inputs, List<Integer> prefix, TokenReceiver receiver) {
    requirePrefix(prefix);
    List<Search> searches =
        IntStream.range(0, inputs).mapToObj(input -> search(input, prefix, receiver)).toList();
    int[] rows = IntStream.range(0, inputs).toArray();
    int[] first = prefix.stream().mapToInt(Integer::intValue).toArray();
    int[][] tokens = new int[inputs][];
    Arrays.fill(tokens, first);
    while (rows.length > 0) {
      List<float[]> logits = List.of(model.advance(rows, tokens));
      var steps = new ArrayList<Search.Step>();
      int from = 0;
      for (Search search : searches) {
        int count = search.rows();
        if (count > 0) {
          int start = from;
          search.take(logits.subList(start, start + count)).stream()
              .map(step -> new Search.Step(start + step.row(), step.token()))
              .forEach(steps::add);
        }
        from += count;
      }
      rows = steps.stream().mapToInt(Search.Step::row).toArray();
      tokens = steps.stream().map(step -> new int[] {step.token()}).toArray(int[][]::new);
    }
    return searches.stream().map(Search::texts).toList();
  }

  private void requirePrefix(List<Integer> prefix) {
    if (prefix.isEmpty() || prefix.size() >= options.longest()) {
      throw new IllegalArgumentException(
          "prefix: expected 1 to %d ids, less than the maximum length, found %d"
              .formatted(options.longest() - 1, prefix.size()));
    }
  }

  private Search search(int input, List<Integer> prefix, TokenReceiver receiver) {
    var rules = new TokenRules(options, endToken);
    SequenceSearch.Receiver ofInput = (sequence, token) -> receiver.chosen(input, sequence, token);
    return switch (options.strategy()) {
      case Strategy.Greedy() -> new SequenceSearch(rules, prefix, _ -> Logits::largest, ofInput);
      case Strategy.Sampling sampling ->
          new SequenceSearch(rules, prefix, i -> new Sampler(sampling, i), ofInput);
      case Strategy.Beams beams -> new BeamSearch(rules, beams, prefix);
    };
  }
}
