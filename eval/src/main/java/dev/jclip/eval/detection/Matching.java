package dev.jclip.eval.detection;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which detections of one category in one image have found its objects. From the surest detection
 * on, each takes the object that it covers best among those that are left; what need not be found
 * is taken only where nothing else is covered enough.
 */
final class Matching {
  /** So many of an image's detections of a category count, the surest ones. */
  static final int MOST = 100;

  /** An overlap of 1 is reached by equal boxes whatever their rounding. */
  private static final double EQUAL = 1 - 1e-10;

  private final List<FoundBox> found;
  private final List<TruthBox> truth;
  private final double[][] overlaps; // [found][truth]

  /** Takes all boxes of a category in an image. */
  Matching(List<FoundBox> found, List<TruthBox> truth) {
    this.found =
        found.stream()
            .sorted(Comparator.comparingDouble((FoundBox box) -> -box.score()))
            .limit(MOST)
            .toList();
    this.truth = truth;
    overlaps =
        this.found.stream()
            .map(box -> truth.stream().mapToDouble(there -> box.region().overlap(there)).toArray())
            .toArray(double[][]::new);
  }

  /** The detections that count, the surest first. */
  List<FoundBox> found() {
    return found;
  }

  /**
   * What became of the detections, as far as objects of a range of areas are concerned.
   *
   * @param right for each detection the overlaps' thresholds, as bits, at which it found an object
   * @param wrong for each detection those at which it found none and should have; those in neither
   *     do not count
   * @param objects how many there are to be found
   */
  @SuppressWarnings("ArrayRecordComponent") // a few bits a detection
  record Outcome(int[] right, int[] wrong, int objects) {}

  /** Matches for each threshold anew. */
  Outcome within(AreaRange range) {
    boolean[] spared = new boolean[truth.size()];
    int objects = 0;
    for (int i = 0; i < spared.length; i++) {
      spared[i] = truth.get(i).crowd() || !range.holds(truth.get(i).area());
      objects += spared[i] ? 0 : 1;
    }
    int[] order = countedFirst(spared);
    int[] right = new int[found.size()];
    int[] wrong = new int[found.size()];
    for (int threshold = 0; threshold < Thresholds.OVERLAPS; threshold++) {
      double least = Math.min(Thresholds.overlap(threshold), EQUAL);
      boolean[] taken = new boolean[truth.size()];
      for (int i = 0; i < found.size(); i++) {
        int best = best(i, least, order, spared, taken);
        if (best >= 0) {
          taken[best] = true;
          right[i] |= spared[best] ? 0 : 1 << threshold;
        } else if (range.holds(found.get(i).region().area())) {
          wrong[i] |= 1 << threshold;
        }
      }
    }
    return new Outcome(right, wrong, objects);
  }

  private static int[] countedFirst(boolean[] spared) {
    return Stream.iterate(0, i -> i < spared.length, i -> i + 1)
        .sorted(Comparator.comparing(i -> spared[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The object that a detection covers best; of equal ones the last; -1 if there is none. */
  private int best(int detection, double least, int[] order, boolean[] spared, boolean[] taken) {
    double overlap = least;
    int best = -1;
    for (int object : order) {
      if (taken[object] && !truth.get(object).crowd()) {
        continue;
      }
      if (best >= 0 && !spared[best] && spared[object]) {
        break;
      }
      if (overlaps[detection][object] >= overlap) {
        overlap = overlaps[detection][object];
        best = object;
      }
    }
    return best;
  }
}
