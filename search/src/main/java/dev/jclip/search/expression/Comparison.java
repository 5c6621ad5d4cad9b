package dev.jclip.search.expression;

import java.text.Normalizer;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field compared with a value.
 *
 * @param field its name
 * @param value without quotes
 */
public record Comparison(String field, Operator operator, String value) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\"[^\"]+\"|[^\\s:=!<>\"]+)\\s*(>=|<=|!=|[:=<>])\\s*(\"[^\"]*\"|[^\\s\":=!<>][^\\s\"]*)");

  /** How a field's values are compared: as numbers where both are, else by their letters. */
  public enum Operator {
    /** The same, without regard to case; {@code *} stands for any letters. */
    EQUAL,
    /** Anything else. */
    UNEQUAL,
    /** Above. */
    GREATER,
    /** Above or the same. */
    AT_LEAST,
    /** Below. */
    LESS,
    /** Below or the same. */
    AT_MOST;

    private static Operator of(String sign) {
      return switch (sign) {
        case ":", "=" -> EQUAL;
        case "!=" -> UNEQUAL;
        case ">" -> GREATER;
        case ">=" -> AT_LEAST;
        case "<" -> LESS;
        case "<=" -> AT_MOST;
        default -> throw new IllegalArgumentException("no operator: " + sign);
      };
    }
  }

  /**
   * Reads conditions such as {@code year>=2011 and not (colour:Red or colour:"Navy Blue")}.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  public static Expression<Comparison> parse(String text) {
    return ExpressionParser.parse(text).map(atom -> comparison(atom, text));
  }

  private static Comparison comparison(String atom, String text) {
    Matcher form = FORM.matcher(atom);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "%s: expected FIELD OPERATOR VALUE, the operator one of : = != > >= < <=, found %s; join conditions by and or or, and put values with blanks in double quotes"
              .formatted(text, atom));
    }
    return new Comparison(
        composed(Quotes.without(form.group(1))),
        Operator.of(form.group(2)),
        Quotes.without(form.group(3)));
  }

  /** The same letter may be one character, or a letter and its accent. */
  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** As values are compared that are no numbers: small letters, composed. */
  public static String folded(String value) {
    return composed(value).toLowerCase(Locale.ROOT);
  }

  /** A value as the number it is, if it is a finite one. */
  public static OptionalDouble number(String value) {
    try {
      double number = Double.parseDouble(value);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
