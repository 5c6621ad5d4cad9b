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
 * @param wanted what the images show, joined by operators
 * @param words to be looked for in names and captions too, if given
 * @param where condition on the metadata, if given
 * @param excluded ordinals of images that are no results
 * @param accuracy whether all vectors are compared
 * @param offset how many of the best to leave out, for pages
 * @param count the maximum number of results, 1 or more
 * @param leastRelevance results below are left out, 0 to 1
 * @param diversity how much unlikeness to better results counts against relevance, from 0, where it
 *     does not, to 1
 * @param order in which the results of a page stand
 * @param duplicateSimilarity an image at least so similar to a better one is no result of its own;
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
  private static final int USUAL_COUNT = 10;

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

  /** Whether results are compared with one another, and not with the query alone. */
  boolean comparesResults() {
    return diversity > 0 || duplicateSimilarity <= 1;
  }

  /** The nearest images of all. */
  public static SearchRequest nearest(QueryVector query, int count) {
    return of(new Expression.Atom<>(query), count);
  }

  /** The best images of all for an expression. */
  public static SearchRequest of(Expression<QueryVector> wanted, int count) {
    return builder(wanted).count(count).build();
  }

  /** A request for the ten best images of all, of which each setting can be changed. */
  public static Builder builder(Expression<QueryVector> wanted) {
    return new Builder(wanted);
  }

  /** The settings of this request, to change some of them. */
  public Builder toBuilder() {
    return new Builder(wanted)
        .words(words)
        .where(where)
        .excluded(excluded)
        .accuracy(accuracy)
        .offset(offset)
        .count(count)
        .leastRelevance(leastRelevance)
        .diversity(diversity)
        .order(order)
        .duplicateSimilarity(duplicateSimilarity);
  }

  /** The same, without some images. */
  public SearchRequest without(Set<Integer> ordinals) {
    return toBuilder().excluded(ordinals).build();
  }

  /** The same, with results of any relevance. */
  public SearchRequest ofAnyRelevance() {
    return toBuilder().leastRelevance(0).build();
  }

  /** The same, with words to be looked for in names and captions too. */
  public SearchRequest withWords(String text) {
    return toBuilder().words(Optional.of(text)).build();
  }

  /** Collects the settings of a request; the setters check nothing, {@link #build} does. */
  public static final class Builder {
    private final Expression<QueryVector> wanted;
    private Optional<String> words = Optional.empty();
    private Optional<Expression<Comparison>> where = Optional.empty();
    private Set<Integer> excluded = Set.of();
    private Accuracy accuracy = Accuracy.APPROXIMATE;
    private int offset;
    private int count = USUAL_COUNT;
    private double leastRelevance;
    private double diversity;
    private Order order = Order.FOUND;
    private double duplicateSimilarity = NO_DUPLICATES;

    private Builder(Expression<QueryVector> wanted) {
      this.wanted = wanted;
    }

    /** Words that names and captions shall hold too. Default: none. */
    public Builder words(Optional<String> text) {
      words = text;
      return this;
    }

    /** A condition on the metadata. Default: none. */
    public Builder where(Optional<Expression<Comparison>> condition) {
      where = condition;
      return this;
    }

    /** Ordinals of images that are no results. Default: none. */
    public Builder excluded(Set<Integer> ordinals) {
      excluded = ordinals;
      return this;
    }

    /** Whether all vectors are compared. Default: a graph is followed where there is one. */
    public Builder accuracy(Accuracy value) {
      accuracy = value;
      return this;
    }

    /** How many of the best results to leave out, 0 or more. Default: 0. */
    public Builder offset(int value) {
      offset = value;
      return this;
    }

    /** Sets the maximum number of results, 1 or more. Default: 10. */
    public Builder count(int value) {
      count = value;
      return this;
    }

    /** The relevance below which results are left out, 0 to 1. Default: 0. */
    public Builder leastRelevance(double value) {
      leastRelevance = value;
      return this;
    }

    /** How much unlikeness to better results counts against relevance, 0 to 1. Default: 0. */
    public Builder diversity(double value) {
      diversity = value;
      return this;
    }

    /** In which order the results of a page stand. Default: as they were found. */
    public Builder order(Order value) {
      order = value;
      return this;
    }

    /** The cosine from which on an image is a duplicate of a better one. Default: none is. */
    public Builder duplicateSimilarity(double value) {
      duplicateSimilarity = value;
      return this;
    }

    /**
     * The request.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public SearchRequest build() {
      return new SearchRequest(
          wanted,
          words,
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
}
