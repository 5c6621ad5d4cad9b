package dev.jclip.data;

import java.util.Locale;

/** A rule that puts each image of a labelled data set without splits into one part. */
public sealed interface SplitRule {
  /** The name of the part that models are evaluated on. */
  String TEST = "test";

  /** The name of the part that models are trained on. */
  String TRAIN = "train";

  /** The default share of {@link #TEST}, which is that of scikit-learn's train_test_split. */
  double USUAL_SHARE = 0.25;

  /**
   * Takes the name of each image's part from a table's column, or from an attribute in the JSON of
   * shards.
   */
  record Column(String name) implements SplitRule {}

  /**
   * Draws {@link #TEST} at random from each class. It gets this share of the class's distinct
   * images, rounded, and each part gets at least one; the only image of a class goes to {@link
   * #TRAIN}. The draw depends on the images' bytes, and not on their places or names.
   *
   * @param test the share of {@link #TEST}, above 0 and below 1
   * @param seed the seed of the draw; the same seed gives the same parts
   */
  record Random(double test, long seed) implements SplitRule {
    /** Checks the share. */
    public Random {
      requireShare(test);
    }
  }

  /**
   * Decides by the SHA-256 of each image's bytes alone, so that an image stays in its part when
   * other images are added.
   *
   * @param test the approximate share of {@link #TEST}, above 0 and below 1
   */
  record Hash(double test) implements SplitRule {
    /** Checks the share. */
    public Hash {
      requireShare(test);
    }
  }

  private static void requireShare(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "share of the test part: expected a number between 0 and 1, found " + share);
    }
  }

  /**
   * Reads a rule from a text: {@code random}, {@code random:SHARE}, {@code hash}, {@code
   * hash:SHARE} or {@code column:NAME}.
   *
   * @param seed the seed of {@link Random}; the other rules do not use it
   * @throws IllegalArgumentException if the text is none of these, or the share is not between 0
   *     and 1
   */
  static SplitRule parse(String text, long seed) {
    int colon = text.indexOf(':');
    String kind = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
    String rest = colon < 0 ? "" : text.substring(colon + 1);
    return switch (kind) {
      case "random" -> new Random(share(text, rest), seed);
      case "hash" -> new Hash(share(text, rest));
      case "column" -> {
        if (rest.isEmpty()) {
          throw unreadable(text);
        }
        yield new Column(rest);
      }
      default -> throw unreadable(text);
    };
  }

  private static double share(String text, String share) {
    try {
      return share.isEmpty() ? USUAL_SHARE : Double.parseDouble(share);
    } catch (NumberFormatException _) {
      throw unreadable(text);
    }
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "split rule \"%s\": expected random:SHARE, hash:SHARE or column:NAME, such as random:0.2 or column:split"
            .formatted(text));
  }
}
