package dev.jclip.data.augment;

import java.util.random.RandomGenerator;

/**
 * Numbers from {@code low} to {@code high}.
 *
 * @param low finite
 * @param high finite, at least {@code low}
 */
public record Range(double low, double high) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException when it is the wrong way round, or not finite
   */
  public Range {
    if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "range: expected finite low <= high, found %s to %s".formatted(low, high));
    }
  }

  double draw(RandomGenerator random) {
    return low + (high - low) * random.nextDouble();
  }

  /** Draws evenly over the logarithms. */
  double drawLog(RandomGenerator random) {
    return Math.exp(new Range(Math.log(low), Math.log(high)).draw(random));
  }

  double clamp(double value) {
    return Math.clamp(value, low, high);
  }
}
