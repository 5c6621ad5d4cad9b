package dev.jclip.grounding.command.grammar;

import java.util.List;

/** The right side of a rule. */
sealed interface Expression {
  /** One word or mark. */
  record Literal(String word) implements Expression {}

  /** A rule, a class of words, or nouns. */
  record Reference(String name) implements Expression {}

  /** A part whose match becomes a slot. */
  record Labelled(String label, Expression part) implements Expression {}

  /** A slot without words. */
  record Constant(String label, String value) implements Expression {}

  /** Makes the reading more far-fetched. */
  record Cost(int amount) implements Expression {}

  /** One after the other. */
  record Sequence(List<Expression> parts) implements Expression {}

  /** Any of these. */
  record Choice(List<Expression> parts) implements Expression {}

  /** So many times at least, and no limit or once at most. */
  record Repeat(Expression part, int minimum, boolean many) implements Expression {}
}
