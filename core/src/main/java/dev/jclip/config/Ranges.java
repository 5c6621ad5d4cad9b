package dev.jclip.config;

/**
 * Range checks shared by the configuration records, so that absurd sizes fail before anything is
 * allocated.
 */
final class Ranges {
  static final int MAX_WIDTH = 1 << 16;
  static final int MAX_LAYERS = 1 << 10;
  static final int MAX_IMAGE_SIZE = 1 << 14;

  private Ranges() {}

  static void check(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: expected a value in %d..%d, found %d".formatted(field, min, max, value));
    }
  }

  static void checkDivides(String field, int divisor, String ofField, int value) {
    if (value % divisor != 0) {
      throw new IllegalArgumentException(
          "%s: expected a divisor of %s %d, found %d".formatted(field, ofField, value, divisor));
    }
  }

  static void checkEpsilon(double epsilon) {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "layerNormEps: expected a value between 0 and 1, found " + epsilon);
    }
  }
}
