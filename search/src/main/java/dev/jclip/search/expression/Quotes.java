package dev.jclip.search.expression;

/** Double quotes in expressions. */
final class Quotes {
  private Quotes() {}

  static String without(String text) {
    return text.replace("\"", "");
  }
}
