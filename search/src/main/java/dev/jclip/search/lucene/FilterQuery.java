package dev.jclip.search.lucene;

import static dev.jclip.search.lucene.PictureDocument.NUMBER;
import static dev.jclip.search.lucene.PictureDocument.TERM;

import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;

/** Conditions on metadata as Lucene's queries. */
final class FilterQuery {
  private FilterQuery() {}

  static Query of(Expression<Comparison> where) {
    return switch (where) {
      case Expression.And<Comparison>(List<Expression<Comparison>> parts) ->
          joined(parts, Occur.MUST);
      case Expression.Or<Comparison>(List<Expression<Comparison>> parts) ->
          joined(parts, Occur.SHOULD);
      case Expression.Not<Comparison>(Expression<Comparison> part) -> opposite(of(part));
      case Expression.Atom<Comparison>(Comparison comparison) -> of(comparison);
    };
  }

  private static Query joined(List<Expression<Comparison>> parts, Occur occur) {
    var query = new BooleanQuery.Builder();
    parts.forEach(part -> query.add(of(part), occur));
    return query.build();
  }

  private static Query opposite(Query query) {
    return new BooleanQuery.Builder()
        .add(MatchAllDocsQuery.INSTANCE, Occur.MUST)
        .add(query, Occur.MUST_NOT)
        .build();
  }

  private static Query of(Comparison comparison) {
    return switch (comparison.operator()) {
      case EQUAL -> equal(comparison);
      case UNEQUAL -> opposite(equal(comparison));
      case GREATER, AT_LEAST, LESS, AT_MOST -> range(comparison);
    };
  }

  private static Query equal(Comparison comparison) {
    var term = new Term(TERM + comparison.field(), Comparison.folded(comparison.value()));
    var query = new BooleanQuery.Builder();
    query.add(
        comparison.value().contains("*") ? new WildcardQuery(term) : new TermQuery(term),
        Occur.SHOULD);
    Comparison.number(comparison.value())
        .ifPresent(
            number ->
                query.add(
                    DoublePoint.newExactQuery(NUMBER + comparison.field(), number), Occur.SHOULD));
    return query.build();
  }

  /** Numbers by value; what is no number, such as a date, by its letters. */
  private static Query range(Comparison comparison) {
    Query terms =
        terms(
            TERM + comparison.field(),
            comparison.operator(),
            new BytesRef(Comparison.folded(comparison.value())));
    OptionalDouble number = Comparison.number(comparison.value());
    if (number.isEmpty()) {
      return terms;
    }
    String field = NUMBER + comparison.field();
    Query isNumber =
        DoublePoint.newRangeQuery(field, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    Query termsOfOthers =
        new BooleanQuery.Builder().add(terms, Occur.MUST).add(isNumber, Occur.MUST_NOT).build();
    return new BooleanQuery.Builder()
        .add(numbers(field, comparison.operator(), number.getAsDouble()), Occur.SHOULD)
        .add(termsOfOthers, Occur.SHOULD)
        .build();
  }

  private static Query numbers(String field, Comparison.Operator operator, double value) {
    return switch (operator) {
      case GREATER ->
          DoublePoint.newRangeQuery(field, DoublePoint.nextUp(value), Double.POSITIVE_INFINITY);
      case AT_LEAST -> DoublePoint.newRangeQuery(field, value, Double.POSITIVE_INFINITY);
      case LESS ->
          DoublePoint.newRangeQuery(field, Double.NEGATIVE_INFINITY, DoublePoint.nextDown(value));
      case AT_MOST -> DoublePoint.newRangeQuery(field, Double.NEGATIVE_INFINITY, value);
      case EQUAL, UNEQUAL -> throw new IllegalStateException(operator + " is no range");
    };
  }

  private static Query terms(String field, Comparison.Operator operator, BytesRef value) {
    return switch (operator) {
      case GREATER -> new TermRangeQuery(field, value, null, false, true);
      case AT_LEAST -> new TermRangeQuery(field, value, null, true, true);
      case LESS -> new TermRangeQuery(field, null, value, true, false);
      case AT_MOST -> new TermRangeQuery(field, null, value, true, true);
      case EQUAL, UNEQUAL -> throw new IllegalStateException(operator + " is no range");
    };
  }
}
