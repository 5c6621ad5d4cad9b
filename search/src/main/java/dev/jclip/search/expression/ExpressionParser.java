package dev.jclip.search.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads expressions such as {@code a and not (b or "c and d")}: {@code not} binds tightest, then
 * {@code and}, then {@code or}; operators in any case. Words that follow one another are one atom,
 * with what stands in double quotes kept as it is.
 */
final class ExpressionParser {
  private static final Pattern TOKEN = Pattern.compile("[()]|(?:\"[^\"]*\"|[^\\s()\"])+|\"");
  private static final Set<String> OPERATORS = Set.of("and", "or", "not");
  private static final int MOST_NESTED = 200;

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int next;
  private int depth;

  private ExpressionParser(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }

  /**
   * Reads an expression; its atoms still have their quotes.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Expression<String> parse(String text) {
    var parser = new ExpressionParser(text);
    Expression<String> expression = parser.or();
    if (parser.next < parser.tokens.size()) {
      throw parser.fault("and, or, or the end");
    }
    return expression;
  }

  private Expression<String> or() {
    if (++depth > MOST_NESTED) {
      throw fault("at most " + MOST_NESTED + " levels of parentheses");
    }
    var parts = new ArrayList<>(List.of(and()));
    while (take("or")) {
      parts.add(and());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Expression.Or<>(List.copyOf(parts));
  }

  private Expression<String> and() {
    var parts = new ArrayList<>(List.of(not()));
    while (take("and")) {
      parts.add(not());
    }
    return parts.size() == 1 ? parts.getFirst() : new Expression.And<>(List.copyOf(parts));
  }

  private Expression<String> not() {
    boolean negated = false;
    while (take("not")) {
      negated = !negated;
    }
    Expression<String> part = part();
    return negated ? new Expression.Not<>(part) : part;
  }

  private Expression<String> part() {
    if (take("(")) {
      Expression<String> inner = or();
      if (!take(")")) {
        throw fault("a closing parenthesis");
      }
      return inner;
    }
    var words = new ArrayList<String>();
    while (next < tokens.size() && isWord(tokens.get(next))) {
      words.add(tokens.get(next++));
    }
    if (words.isEmpty()) {
      throw fault("words");
    }
    return new Expression.Atom<>(String.join(" ", words));
  }

  private boolean take(String token) {
    if (next < tokens.size() && tokens.get(next).toLowerCase(Locale.ROOT).equals(token)) {
      next++;
      return true;
    }
    return false;
  }

  private boolean isWord(String token) {
    if (token.equals("\"")) {
      throw fault("a closing quote");
    }
    return !token.equals("(")
        && !token.equals(")")
        && !OPERATORS.contains(token.toLowerCase(Locale.ROOT));
  }

  private IllegalArgumentException fault(String expected) {
    String found = next < tokens.size() ? tokens.get(next) : "the end";
    return new IllegalArgumentException(
        "%s: expected %s, found %s; put texts with and, or, not or parentheses in double quotes"
            .formatted(text, expected, found));
  }
}
