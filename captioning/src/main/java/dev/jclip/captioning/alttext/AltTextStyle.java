package dev.jclip.captioning.alttext;

import java.util.Locale;
import java.util.regex.Pattern;

/** Turns captions into alternative texts as authors write them. Thread-safe. */
public final class AltTextStyle {
  /** Screen readers say that it is an image; the text need not. */
  private static final Pattern OPENING =
      Pattern.compile(
          "^(an?|the)?\\s*(close[- ]?up |black and white )?(image|photo|photograph|picture)s?( shows| showing| of)\\s+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern SPACE_BEFORE_MARK = Pattern.compile("\\s+(?=[.,;:!?])");

  private AltTextStyle() {}

  /**
   * A caption without "a photo of" before it, with a capital first, and with spaces as in print. It
   * ends in a full stop, at which screen readers pause.
   *
   * @param caption one sentence or more
   */
  public static String of(String caption) {
    String words = SPACE.matcher(caption.strip()).replaceAll(" ");
    words = SPACE_BEFORE_MARK.matcher(words).replaceAll("");
    words = OPENING.matcher(words).replaceFirst("");
    if (words.isEmpty()) {
      return words;
    }
    int first = words.offsetByCodePoints(0, 1);
    words = words.substring(0, first).toUpperCase(Locale.ROOT) + words.substring(first);
    return words.matches("(?s).*[.!?]") ? words : words + ".";
  }
}
