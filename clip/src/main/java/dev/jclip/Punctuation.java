package dev.jclip;

import java.util.regex.Pattern;

/** Marks of texts whose words and marks a tokenizer has set apart. */
final class Punctuation {
  private static final Pattern SPACE_BEFORE_MARK =
      Pattern.compile(" (?=[.,;:!?](?: |$)|'(?:s|t|re|ve|m|ll|d)(?: |$))");

  private Punctuation() {}

  /**
   * Brings marks and contractions to the word before them: "the dog 's bowl ," to "the dog's
   * bowl,".
   */
  static String closed(String text) {
    return SPACE_BEFORE_MARK.matcher(text).replaceAll("");
  }
}
