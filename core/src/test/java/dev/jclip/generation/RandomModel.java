package dev.jclip.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A model whose logits are a function of the input and the ids so far, and which notes its calls.
 */
final class RandomModel implements NextTokens {
  static final int VOCABULARY = 7;
  static final int START = 5;
  static final int END = 6;
  static final List<Integer> PREFIX = List.of(START);

  private final long seed;
  private final List<Integer> rowCounts = new ArrayList<>();
  private List<List<Integer>> histories = List.of();
  private boolean started;

  RandomModel(long seed) {
    this.seed = seed;
  }

  /** How many rows each call had. */
  List<Integer> rowCounts() {
    return rowCounts;
  }

  @Override
  public float[][] advance(int[] rows, int[][] tokens) {
    var next = new ArrayList<List<Integer>>();
    for (int i = 0; i < rows.length; i++) {
      var history =
          new ArrayList<>(started ? histories.get(rows[i]) : List.of(VOCABULARY + rows[i]));
      IntStream.of(tokens[i]).forEach(history::add);
      next.add(history);
    }
    started = true;
    histories = next;
    rowCounts.add(rows.length);
    return next.stream()
        .map(history -> logits(history.getFirst() - VOCABULARY, history.subList(1, history.size())))
        .toArray(float[][]::new);
  }

  float[] logits(int input, List<Integer> ids) {
    var random = new Random(seed * 1_000_003 + input * 7919L + ids.hashCode());
    float[] logits = new float[VOCABULARY];
    for (int id = 0; id < VOCABULARY; id++) {
      logits[id] = (float) (2 * random.nextGaussian());
    }
    return logits;
  }

  double logProbability(int input, List<Integer> ids) {
    double sum = 0;
    for (int length = PREFIX.size(); length < ids.size(); length++) {
      float[] logits = logits(input, ids.subList(0, length));
      sum += logits[ids.get(length)] - Logits.logSum(logits);
    }
    return sum;
  }
}
