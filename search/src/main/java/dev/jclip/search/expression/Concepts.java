package dev.jclip.search.expression;

/** Expressions over what images show. */
public final class Concepts {
  private Concepts() {}

  /**
   * Reads texts joined by operators, such as {@code red shoe and not "high heel"}.
   *
   * @throws IllegalArgumentException if it is no expression; the message says where
   */
  public static Expression<String> parse(String text) {
    return ExpressionParser.parse(text).map(Quotes::without);
  }
}
