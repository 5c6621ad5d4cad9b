package dev.jclip.search.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.search.expression.Comparison.Operator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  @Test
  void notBindsTightestThenAndThenOr() {
    assertThat(Concepts.parse("red shoe or not blue hat and (green OR \"black and white\")"))
        .isEqualTo(
            or(
                atom("red shoe"),
                and(not(atom("blue hat")), or(atom("green"), atom("black and white")))));
  }

  @Test
  void twoNotsAreNone() {
    assertThat(Concepts.parse("not not shoe")).isEqualTo(atom("shoe"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "|expected words, found the end",
        "shoe and|expected words, found the end",
        "and shoe|expected words, found and",
        "(shoe|expected a closing parenthesis, found the end",
        "shoe)|expected and, or, or the end, found )",
        "shoe \"hat|expected a closing quote, found \"",
      })
  void mistakesAreNamed(String text, String message) {
    assertThatThrownBy(() -> Concepts.parse(text == null ? "" : text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void parenthesesDoNotExhaustTheStack() {
    assertThatThrownBy(() -> Concepts.parse("(".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 200 levels");
  }

  @Test
  void comparisonsHaveAFieldAnOperatorAndAValue() {
    assertThat(Comparison.parse("year>=2011 and colour : \"Navy Blue\" or \"a b\"!=x*"))
        .isEqualTo(
            or(
                and(
                    atom(new Comparison("year", Operator.AT_LEAST, "2011")),
                    atom(new Comparison("colour", Operator.EQUAL, "Navy Blue"))),
                atom(new Comparison("a b", Operator.UNEQUAL, "x*"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"year", "year>=", ">2011", "a:1 b:2", "colour:Navy Blue"})
  void whatIsNoComparisonIsRefused(String text) {
    assertThatThrownBy(() -> Comparison.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(text + ": expected FIELD OPERATOR VALUE");
  }

  private static <A> Expression<A> atom(A value) {
    return new Expression.Atom<>(value);
  }

  private static <A> Expression<A> not(Expression<A> part) {
    return new Expression.Not<>(part);
  }

  private static <A> Expression<A> and(Expression<A> first, Expression<A> second) {
    return new Expression.And<>(List.of(first, second));
  }

  private static <A> Expression<A> or(Expression<A> first, Expression<A> second) {
    return new Expression.Or<>(List.of(first, second));
  }
}
