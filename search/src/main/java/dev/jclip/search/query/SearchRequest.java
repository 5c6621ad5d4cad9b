package dev.jclip.search.query;

import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is looked for, and how results are shown. Immutable.
 *
 * @param wanted what the pictures show, joined by operators
 * @param words to be looked for in names and captions too, if given
 * @param where condition on the metadata, if given
 * @param excluded ordinals of pictures that are no results
 * @param accuracy whether all vectors are compared
 * @param offset how many of the best to leave out, for pages
 * @param count the most results, 1 or more
 * @param leastRelevance results below are left out, 0 to 1
 * @param diversity how much unlikeness to better results counts against relevance, from 0, where it
 *     does not, to 1
 * @param order in which the results of a page stand
 * @param duplicateSimilarity a picture at least so similar to a better one is no result of its own;
 *     above 1 for none
 */
public record SearchRequest(
    Expression<QueryVector> wanted,
    Optional<String> words,
    Optional<Expression<Comparison>> where,
    Set<Integer> excluded,
    Accuracy accuracy,
    int offset,
    int count,
    double leastRelevance,
    double diversity,
    Order order,
    double duplicateSimilarity) {
  private static final double NO_DUPLICATES = 2;

  /** In which order the results of a page stand. */
  public enum Order {
    /** As they were found: the nearest first, or each unlike those before, or by all rankings. */
    FOUND,
    /** The most relevant first. */
    RELEVANCE;

    List<SearchHit> of(List<SearchHit> found) {
      return switch (this) {
        case FOUND -> found;
        case RELEVANCE ->
            found.stream()
                .sorted(Comparator.comparingDouble(SearchHit::relevance).reversed())
                .toList();
      };
    }
  }

  /** Copies the set and checks the ranges. */
  public SearchRequest {
    excluded = Set.copyOf(excluded);
    require(offset >= 0, "offset", "0 or more", offset);
    require(count >= 1, "count", "1 or more", count);
    require(leastRelevance >= 0 && leastRelevance <= 1, "leastRelevance", "0..1", leastRelevance);
    require(diversity >= 0 && diversity <= 1, "diversity", "0..1", diversity);
    require(duplicateSimilarity > 0, "duplicateSimilarity", "above 0", duplicateSimilarity);
  }

  private static void require(boolean holds, String name, String expected, Number found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(name, expected, found));
    }
  }

  /** The nearest pictures of all. */
  public static SearchRequest nearest(QueryVector query, int count) {
    return of(new Expression.Atom<>(query), count);
  }

  /** The best pictures of all for an expression. */
  public static SearchRequest of(Expression<QueryVector> wanted, int count) {
    return new SearchRequest(
        wanted,
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Accuracy.APPROXIMATE,
        0,
        count,
        0,
        0,
        Order.FOUND,
        NO_DUPLICATES);
  }

  /** The same, without some pictures. */
  public SearchRequest without(Set<Integer> ordinals) {
    return new SearchRequest(
        wanted,
        words,
        where,
        ordinals,
        accuracy,
        offset,
        count,
        leastRelevance,
        diversity,
        order,
        duplicateSimilarity);
  }

  /** The same, with results of any relevance. */
  public SearchRequest ofAnyRelevance() {
    return new SearchRequest(
        wanted,
        words,
        where,
        excluded,
        accuracy,
        offset,
        count,
        0,
        diversity,
        order,
        duplicateSimilarity);
  }

  /** The same, with words to be looked for in names and captions too. */
  public SearchRequest withWords(String text) {
    return new SearchRequest(
        wanted,
        Optional.of(text),
        where,
        excluded,
        accuracy,
        offset,
        count,
        leastRelevance,
        diversity,
        order,
        duplicateSimilarity);
  }
}
