package dev.jclip.moderation.threshold;

import java.util.OptionalDouble;

/**
 * What a threshold shall achieve; at least one of the two.
 *
 * @param maxFalsePositiveRate the share in (0, 1) of benign images that may be taken for the
 *     category
 * @param minRecall the share in (0, 1) of images of the category that must be found
 */
public record Target(OptionalDouble maxFalsePositiveRate, OptionalDouble minRecall) {
  /** Checks the ranges. */
  public Target {
    if (maxFalsePositiveRate.isEmpty() && minRecall.isEmpty()) {
      throw new IllegalArgumentException(
          "target: expected a false-positive rate, a recall, or both, found neither");
    }
    check("maxFalsePositiveRate", maxFalsePositiveRate);
    check("minRecall", minRecall);
  }

  private static void check(String name, OptionalDouble share) {
    share.ifPresent(
        value -> {
          if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(
                "%s: expected a share above 0 and below 1, found %s".formatted(name, value));
          }
        });
  }

  /** At most this share of benign images. */
  public static Target falsePositives(double atMost) {
    return new Target(OptionalDouble.of(atMost), OptionalDouble.empty());
  }

  /** At least this share of the category's images. */
  public static Target recall(double atLeast) {
    return new Target(OptionalDouble.empty(), OptionalDouble.of(atLeast));
  }
}
