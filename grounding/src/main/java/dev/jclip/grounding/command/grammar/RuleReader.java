package dev.jclip.grounding.command.grammar;

import dev.jclip.error.DataException;
import dev.jclip.grounding.command.grammar.Expression.Choice;
import dev.jclip.grounding.command.grammar.Expression.Constant;
import dev.jclip.grounding.command.grammar.Expression.Cost;
import dev.jclip.grounding.command.grammar.Expression.Labelled;
import dev.jclip.grounding.command.grammar.Expression.Literal;
import dev.jclip.grounding.command.grammar.Expression.Reference;
import dev.jclip.grounding.command.grammar.Expression.Repeat;
import dev.jclip.grounding.command.grammar.Expression.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the right side of a rule. */
final class RuleReader {
  private static final Pattern SYMBOL =
      Pattern.compile(
          "\\s*(?:(?<label>[\\p{L}_]+):(?=[<(])|<(?<name>[^>]+)>|\\{(?<key>\\S+) (?<value>[^}]+)\\}"
              + "|~(?<cost>\\d+)|(?<word>[\\p{L}\\p{M}\\p{Nd}']+|[,.])|(?<mark>[()|?*+]))\\s*");

  private final String rule;
  private final String text;
  private final Matcher symbols;
  private int at;

  private RuleReader(String rule, String text) {
    this.rule = rule;
    this.text = text;
    this.symbols = SYMBOL.matcher(text);
  }

  /**
   * Reads one alternative of a rule.
   *
   * @param rule the rule's name, for messages
   * @throws DataException if it is not written as rules are
   */
  static Expression read(String rule, String text) {
    var reader = new RuleReader(rule, text);
    Expression expression = reader.choice();
    if (reader.at < text.length()) {
      throw reader.wrong();
    }
    return expression;
  }

  private Expression choice() {
    var alternatives = new ArrayList<Expression>();
    do {
      alternatives.add(sequence());
    } while (take("|"));
    return alternatives.size() == 1 ? alternatives.getFirst() : new Choice(alternatives);
  }

  private Expression sequence() {
    var parts = new ArrayList<Expression>();
    while (at < text.length() && !sees("|") && !sees(")")) {
      parts.add(repeated());
    }
    return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
  }

  private Expression repeated() {
    Expression part = part();
    if (take("?")) {
      return new Repeat(part, 0, false);
    }
    if (take("*")) {
      return new Repeat(part, 0, true);
    }
    return take("+") ? new Repeat(part, 1, true) : part;
  }

  private Expression part() {
    if (take("(")) {
      Expression inner = choice();
      if (!take(")")) {
        throw wrong();
      }
      return inner;
    }
    if (!symbol() || symbols.group("mark") != null) {
      throw wrong();
    }
    at = symbols.end();
    String label = symbols.group("label");
    if (label != null) {
      return new Labelled(label, part());
    }
    String name = symbols.group("name");
    if (name != null) {
      return new Reference(name);
    }
    String word = symbols.group("word");
    if (word != null) {
      return new Literal(word);
    }
    String cost = symbols.group("cost");
    return cost != null
        ? new Cost(Integer.parseInt(cost))
        : new Constant(symbols.group("key"), symbols.group("value"));
  }

  private boolean symbol() {
    symbols.region(at, text.length());
    return symbols.lookingAt();
  }

  private boolean sees(String mark) {
    return symbol() && mark.equals(symbols.group("mark"));
  }

  private boolean take(String mark) {
    if (at < text.length() && sees(mark)) {
      at = symbols.end();
      return true;
    }
    return false;
  }

  private DataException wrong() {
    return new DataException(
        "the grammar's rule "
            + rule
            + ": expected words, <names>, label:<name>, {label value}, ~cost or ( | ) with ? * +, found \""
            + text.substring(Math.min(at, text.length()))
            + "\" in \""
            + text
            + "\"");
  }
}
