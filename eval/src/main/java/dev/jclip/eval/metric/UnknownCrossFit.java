package dev.jclip.eval.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How well "none of these" is told where the score and its thresholds are chosen on one half of the
 * images and judged on the other, in both directions. What is chosen and judged by the same images
 * looks better than it is.
 *
 * @param auroc mean of the two areas under the curve
 * @param knownKept share of the known at or above the threshold that is to keep a share of them
 * @param unknownKept share of the unknown at or above it
 * @param youdenKnown share of the known at or above Youden's threshold
 * @param youdenUnknown share of the unknown at or above it
 */
public record UnknownCrossFit(
    double auroc, double knownKept, double unknownKept, double youdenKnown, double youdenUnknown) {
  /**
   * Measures the choice among scores.
   *
   * @param scores of the same images
   * @param kept the share of the known that the first threshold is to keep
   * @param seed of the halves
   * @return nothing where a half has no known or no unknown image
   */
  public static Optional<UnknownCrossFit> of(
      List<UnknownDetection> scores, double kept, long seed) {
    Halves halves = scores.getFirst().halves(seed);
    for (int[] half : List.of(halves.first(), halves.second())) {
      if (Double.isNaN(scores.getFirst().value(half))) {
        return Optional.empty();
      }
    }
    return Optional.of(
        mean(
            direction(scores, kept, halves.first(), halves.second()),
            direction(scores, kept, halves.second(), halves.first())));
  }

  private static UnknownCrossFit direction(
      List<UnknownDetection> scores, double kept, int[] chosenBy, int[] judged) {
    UnknownDetection best =
        scores.stream()
            .max(Comparator.comparingDouble(score -> score.value(chosenBy)))
            .orElseThrow();
    RocCurve curve = RocCurve.of(best.scores(true, chosenBy), best.scores(false, chosenBy));
    double threshold = curve.keeping(kept).threshold();
    double youden = curve.youden().threshold();
    double[] known = best.scores(true, judged);
    double[] unknown = best.scores(false, judged);
    return new UnknownCrossFit(
        best.value(judged),
        share(known, threshold),
        share(unknown, threshold),
        share(known, youden),
        share(unknown, youden));
  }

  private static double share(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(score -> score >= threshold).count()
        / (double) scores.length;
  }

  private static UnknownCrossFit mean(UnknownCrossFit a, UnknownCrossFit b) {
    return new UnknownCrossFit(
        (a.auroc + b.auroc) / 2,
        (a.knownKept + b.knownKept) / 2,
        (a.unknownKept + b.unknownKept) / 2,
        (a.youdenKnown + b.youdenKnown) / 2,
        (a.youdenUnknown + b.youdenUnknown) / 2);
  }
}
