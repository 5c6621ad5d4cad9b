package dev.jclip.config.range;

/**
 * Range checks shared by the configuration records, so that absurd sizes fail before anything is
 * allocated.
 */
public final class Ranges {
  /** The maximum number of channels of a layer. */
  public static final int MAX_WIDTH = 1 << 16;

  /** The maximum number of layers of a tower. */
  public static final int MAX_LAYERS = 1 << 10;

  /** The maximum side of an image, in pixels. */
  public static final int MAX_IMAGE_SIZE = 1 << 14;

  private Ranges() {}

  /**
   * Checks that a field lies between two bounds, which are allowed values themselves.
   *
   * @throws IllegalArgumentException naming the field if it does not
   */
  public static void check(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: expected a value in %d..%d, found %d".formatted(field, min, max, value));
    }
  }

  /**
   * Checks that a field divides another one.
   *
   * @throws IllegalArgumentException naming both fields if it does not
   */
  public static void checkDivides(String field, int divisor, String ofField, int value) {
    if (value % divisor != 0) {
      throw new IllegalArgumentException(
          "%s: expected a divisor of %s %d, found %d".formatted(field, ofField, value, divisor));
    }
  }

  /**
   * Checks that the epsilon of a LayerNorm lies between 0 and 1.
   *
   * @throws IllegalArgumentException if it does not
   */
  public static void checkEpsilon(double epsilon) {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "layerNormEps: expected a value between 0 and 1, found " + epsilon);
    }
  }
}
