package dev.jclip.search.expression;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A boolean expression over atoms of some kind. Immutable.
 *
 * @param <A> what stands between the operators
 */
public sealed interface Expression<A> {
  /** All of them; two or more. */
  record And<A>(List<Expression<A>> parts) implements Expression<A> {}

  /** At least one of them; two or more. */
  record Or<A>(List<Expression<A>> parts) implements Expression<A> {}

  /** The opposite. */
  record Not<A>(Expression<A> part) implements Expression<A> {}

  /** An atom. */
  record Atom<A>(A value) implements Expression<A> {}

  /** The atoms in their order. */
  default Stream<A> atoms() {
    return switch (this) {
      case And<A>(List<Expression<A>> parts) -> parts.stream().flatMap(Expression::atoms);
      case Or<A>(List<Expression<A>> parts) -> parts.stream().flatMap(Expression::atoms);
      case Not<A>(Expression<A> part) -> part.atoms();
      case Atom<A>(A value) -> Stream.of(value);
    };
  }

  /** The same expression over other atoms. */
  default <B> Expression<B> map(Function<? super A, ? extends B> function) {
    return switch (this) {
      case And<A>(List<Expression<A>> parts) ->
          new And<>(parts.stream().map(part -> part.<B>map(function)).toList());
      case Or<A>(List<Expression<A>> parts) ->
          new Or<>(parts.stream().map(part -> part.<B>map(function)).toList());
      case Not<A>(Expression<A> part) -> new Not<>(part.map(function));
      case Atom<A>(A value) -> new Atom<>(function.apply(value));
    };
  }
}
