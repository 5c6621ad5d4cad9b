package dev.jclip.eval.metric;

import dev.jclip.eval.statistics.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How well a score tells images of the known classes from others, so that a classifier can answer
 * "none of these". Immutable.
 */
public final class UnknownDetection implements Metric {
  private static final int FOLDS = 5;

  private final Score score;
  private final int units;
  private final List<Case> cases; // by falling score

  /** What is compared with the threshold. */
  public enum Score {
    /** The highest similarity to a class. */
    SIMILARITY,
    /** The highest probability of a class (arXiv 1610.02136; for CLIP arXiv 2211.13445). */
    PROBABILITY
  }

  private record Case(int unit, boolean known, double score) {}

  private UnknownDetection(Score score, int units, List<Case> cases) {
    this.score = score;
    this.units = units;
    this.cases = cases.stream().sorted(Comparator.comparingDouble(Case::score).reversed()).toList();
  }

  /**
   * Takes classes for unknown in turn: they are divided into five groups, or fewer where there are
   * fewer classes, and for each group the others' names are left, so that its images belong to
   * none. Every image is unknown once and known for all other groups.
   *
   * @param scores [N, K] similarities
   * @param labels N true classes
   * @param scale what similarities are multiplied with before the softmax
   * @param seed of the division
   * @throws IllegalArgumentException if the images show fewer than three classes
   */
  public static UnknownDetection leavingClassesOut(
      Score score, List<float[]> scores, List<Integer> labels, double scale, long seed) {
    List<Integer> present = new ArrayList<>(labels.stream().distinct().sorted().toList());
    if (present.size() < 3) {
      throw new IllegalArgumentException(
          "expected images of three classes or more, found " + present.size());
    }
    Collections.shuffle(present, new Random(seed));
    int numClasses = scores.getFirst().length;
    var cases = new ArrayList<Case>();
    int folds = Math.min(FOLDS, present.size());
    for (int fold = 0; fold < folds; fold++) {
      boolean[] left = new boolean[numClasses];
      Arrays.fill(left, true);
      for (int i = fold; i < present.size(); i += folds) {
        left[present.get(i)] = false;
      }
      for (int i = 0; i < scores.size(); i++) {
        double best = best(score, kept(scores.get(i), left), scale);
        cases.add(new Case(i, left[labels.get(i)], best));
      }
    }
    return new UnknownDetection(score, scores.size(), cases);
  }

  /**
   * Compares images of the classes with images of none of them.
   *
   * @param known [N, K] similarities
   * @param unknown [U, K] similarities
   */
  public static UnknownDetection of(
      Score score, List<float[]> known, List<float[]> unknown, double scale) {
    var cases = new ArrayList<Case>();
    for (float[] row : known) {
      cases.add(new Case(cases.size(), true, best(score, row, scale)));
    }
    for (float[] row : unknown) {
      cases.add(new Case(cases.size(), false, best(score, row, scale)));
    }
    return new UnknownDetection(score, cases.size(), cases);
  }

  private static float[] kept(float[] scores, boolean[] left) {
    float[] kept = new float[scores.length];
    int size = 0;
    for (int c = 0; c < scores.length; c++) {
      if (left[c]) {
        kept[size++] = scores[c];
      }
    }
    return Arrays.copyOf(kept, size);
  }

  private static double best(Score score, float[] similarities, double scale) {
    int best = Ranking.best(Ranking.requireNumbers(similarities));
    return switch (score) {
      case SIMILARITY -> similarities[best];
      case PROBABILITY -> Math.exp(Softmax.logProbability(similarities, best, scale));
    };
  }

  /** What is compared with the threshold. */
  public Score score() {
    return score;
  }

  /** The whole curve. */
  public RocCurve curve() {
    return RocCurve.of(scores(true), scores(false));
  }

  private double[] scores(boolean known) {
    return cases.stream().filter(one -> one.known() == known).mapToDouble(Case::score).toArray();
  }

  /** The scores of known or unknown images, of units that count. */
  double[] scores(boolean known, int[] counts) {
    return cases.stream()
        .filter(one -> one.known() == known && counts[one.unit()] > 0)
        .mapToDouble(Case::score)
        .toArray();
  }

  /** Halves with as many units in each that are known at least once, and that never are. */
  Halves halves(long seed) {
    BitSet known = new BitSet(units);
    cases.stream().filter(Case::known).forEach(one -> known.set(one.unit()));
    return Halves.ofGroups(
        List.of(
            known.stream().boxed().toList(),
            IntStream.range(0, units).filter(unit -> !known.get(unit)).boxed().toList()),
        seed);
  }

  @Override
  public String name() {
    return "unknown_auroc";
  }

  @Override
  public int units() {
    return units;
  }

  @Override
  public double value(int[] counts) {
    long known = 0;
    long unknown = 0;
    double area = 0;
    for (int from = 0; from < cases.size(); ) {
      long tiedKnown = 0;
      long tiedUnknown = 0;
      int to = from;
      while (to < cases.size() && cases.get(to).score() == cases.get(from).score()) {
        Case one = cases.get(to++);
        tiedKnown += one.known() ? counts[one.unit()] : 0;
        tiedUnknown += one.known() ? 0 : counts[one.unit()];
      }
      area += tiedUnknown * (known + tiedKnown / 2.0);
      known += tiedKnown;
      unknown += tiedUnknown;
      from = to;
    }
    return known == 0 || unknown == 0 ? Double.NaN : area / known / unknown;
  }

  @Override
  public boolean isShare() {
    return false;
  }
}
