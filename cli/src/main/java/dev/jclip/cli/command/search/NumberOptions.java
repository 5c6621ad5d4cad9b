package dev.jclip.cli.command.search;

/** Says of an option's number what was expected. */
final class NumberOptions {
  private NumberOptions() {}

  static void require(boolean holds, String option, String expected, Number found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(option, expected, found));
    }
  }

  /** A cosine that two different images can have. */
  static void requireCosine(String option, double value) {
    require(value > 0 && value <= 1, option, "a cosine above 0, at most 1", value);
  }
}
