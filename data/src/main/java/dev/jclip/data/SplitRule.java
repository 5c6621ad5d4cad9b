package dev.jclip.data;

import java.util.Locale;

/** How labelled data without splits is cut into parts, each image into one. */
public sealed interface SplitRule {
  /** What the part is called by which a model is judged. */
  String TEST = "test";

  /** What the part is called from which a model learns. */
  String TRAIN = "train";

  /** The share of {@link #TEST} where none is given, as scikit-learn's train_test_split would. */
  double USUAL_SHARE = 0.25;

  /** The parts are what a table's column, or an attribute of shards' JSON, says. */
  record Column(String name) implements SplitRule {}

  /**
   * Drawn at random from each class, so that {@link #TEST} has this share of its different images
   * and both parts have one or more; what is drawn depends on no image's place or name.
   *
   * @param test between 0 and 1
   */
  record Random(double test, long seed) implements SplitRule {
    /** Checks the share. */
    public Random {
      requireShare(test);
    }
  }

  /**
   * By each image's SHA-256 alone, so that an image stays in its part whatever is added; {@link
   * #TEST} has about this share.
   *
   * @param test between 0 and 1
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
   * Reads {@code random}, {@code random:SHARE}, {@code hash}, {@code hash:SHARE} or {@code
   * column:NAME}.
   *
   * @throws IllegalArgumentException if it is none of these
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
