package dev.jclip.moderation.threshold;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds thresholds that achieve a target. Where both a rate of false positives and a recall are
 * asked for, the first is kept, and it is said by how much the second is missed.
 */
public final class ThresholdSolver {
  private static final double CONFIDENCE = 0.95;

  /**
   * More than rounding changes in evidence or in a number of images, and less than anything else.
   */
  private static final double HAIR = 1e-9;

  private ThresholdSolver() {}

  /**
   * Solves a target.
   *
   * @param benign the evidence of images that do not belong to the category
   * @param harmful the evidence of images that do; may be empty where no recall is asked for
   * @throws IllegalArgumentException if there are no images of a kind that the target speaks of
   */
  public static Solution solve(double[] benign, double[] harmful, Target target) {
    double[] benignSorted = sorted(benign);
    double[] harmfulSorted = sorted(harmful);
    if (target.minRecall().isPresent()) {
      require("images of the category", harmful, "a recall");
    }
    double threshold;
    OptionalInt more = OptionalInt.empty();
    if (target.maxFalsePositiveRate().isPresent()) {
      require("benign images", benign, "a false-positive rate");
      double most = target.maxFalsePositiveRate().getAsDouble();
      threshold = highest(benignSorted, allowed(most, benign.length));
      more = missing(most, benign.length);
    } else {
      double least = target.minRecall().orElseThrow();
      threshold = lowest(harmfulSorted, allowed(1 - least, harmful.length));
      more = missing(1 - least, harmful.length);
    }
    Optional<Rate> falsePositives = rate(benignSorted, threshold);
    Optional<Rate> recall = rate(harmfulSorted, threshold);
    return new Solution(threshold, falsePositives, recall, shortfall(target, recall), more);
  }

  /** How many of the images are at most that share: not all, since a share is below 1. */
  private static int allowed(double share, int images) {
    return Math.min(images - 1, (int) Math.floor(share * images + HAIR));
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (sorted.length > 0 && Double.isNaN(sorted[sorted.length - 1])) {
      throw new IllegalArgumentException("evidence: expected numbers, found NaN");
    }
    return sorted;
  }

  private static void require(String what, double[] values, String target) {
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "%s: expected one or more for a target of %s, found none".formatted(what, target));
    }
  }

  /** A threshold that as many values reach, or fewer where values are equal. */
  private static double highest(double[] rising, int allowed) {
    int first = rising.length - allowed; // the lowest value that may reach the threshold
    double below = rising[first - 1];
    int next = first;
    while (next < rising.length && rising[next] == below) {
      next++;
    }
    return next < rising.length ? between(below, rising[next]) : Math.nextUp(below + HAIR);
  }

  /** A threshold that no more values than this miss. */
  private static double lowest(double[] rising, int allowed) {
    double at = rising[allowed];
    int before = allowed;
    while (before > 0 && rising[before - 1] == at) {
      before--;
    }
    return before > 0 ? between(rising[before - 1], at) : at - HAIR;
  }

  private static double between(double lower, double upper) {
    double middle = lower + (upper - lower) / 2;
    return middle > lower ? middle : upper;
  }

  private static Optional<Rate> rate(double[] rising, double threshold) {
    if (rising.length == 0) {
      return Optional.empty();
    }
    int beyond = (int) Arrays.stream(rising).filter(value -> value >= threshold).count();
    return Optional.of(Rate.of(beyond, rising.length));
  }

  private static Optional<String> shortfall(Target target, Optional<Rate> recall) {
    if (target.minRecall().isEmpty() || recall.isEmpty()) {
      return Optional.empty();
    }
    double wanted = target.minRecall().getAsDouble();
    double found = recall.get().share();
    return found >= wanted
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "a recall of %.1f %% was asked for, and %.1f %% is reached at this rate of false positives",
                100 * wanted,
                100 * found));
  }

  /** So many images without one beyond show, with 95 % confidence, that a share is below. */
  private static OptionalInt missing(double share, int images) {
    int needed = (int) Math.ceil(Math.log(1 - CONFIDENCE) / Math.log1p(-share));
    return needed > images ? OptionalInt.of(needed - images) : OptionalInt.empty();
  }
}
