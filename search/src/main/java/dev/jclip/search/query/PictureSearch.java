package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.Match;
import dev.jclip.search.Ranking;
import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds pictures in a snapshot of an index. Safe for many threads, as the snapshot is. */
public final class PictureSearch {
  private static final int SAMPLE = 20_000;

  /** How many more candidates than results are looked at where some may be left out. */
  private static final int SPARE = 5;

  private final IndexSnapshot snapshot;

  /** Searches a snapshot, which stays the caller's. */
  public PictureSearch(IndexSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * The best pictures, best first.
   *
   * @throws IllegalArgumentException if a vector's length is not the index's, or the condition
   *     names a field that no picture has
   */
  public List<SearchHit> find(SearchRequest request) {
    List<SearchHit> candidates =
        request.wanted() instanceof Expression.Atom<float[]>(float[] query)
            ? nearest(query, request)
            : matching(request);
    List<SearchHit> relevant =
        candidates.stream().filter(hit -> hit.relevance() >= request.leastRelevance()).toList();
    return page(new Selection(snapshot, request).of(relevant), request);
  }

  private List<SearchHit> nearest(float[] query, SearchRequest request) {
    int count = candidates(request);
    List<Match> nearest = snapshot.nearest(query, count, request.where(), request.accuracy());
    List<Match> ranked =
        request
            .words()
            .map(
                words ->
                    ReciprocalRankFusion.of(
                        List.of(nearest, snapshot.fullText(words, count, request.where()))))
            .orElse(nearest);
    Relevance relevance = relevance(query);
    var hits = new ArrayList<SearchHit>();
    for (Match match : ranked) {
      double similarity = Embeddings.dot(query, snapshot.vector(match.ordinal()));
      hits.add(new SearchHit(0, match.ordinal(), similarity, relevance.of(similarity), 0));
    }
    return hits;
  }

  private static int candidates(SearchRequest request) {
    boolean mayLeaveOut =
        request.diversity() > 0
            || request.duplicateSimilarity() <= 1
            || request.words().isPresent();
    return Math.multiplyExact(
        Math.addExact(request.offset(), request.count()), mayLeaveOut ? SPARE : 1);
  }

  private Relevance relevance(float[] query) {
    return Relevance.of(snapshot.sampledSimilarities(query, SAMPLE), snapshot.size());
  }

  /** Compares all pictures with each concept. */
  private List<SearchHit> matching(SearchRequest request) {
    float[] relevances = relevances(request.wanted(), request.where());
    float[] direction = direction(request.wanted());
    var hits = new ArrayList<SearchHit>();
    for (Match match : Ranking.best(relevances, candidates(request))) {
      double similarity = Embeddings.dot(direction, snapshot.vector(match.ordinal()));
      hits.add(new SearchHit(0, match.ordinal(), similarity, match.score(), 0));
    }
    return hits;
  }

  /** As of independent events: products, and one minus. */
  private float[] relevances(Expression<float[]> wanted, Optional<Expression<Comparison>> where) {
    return switch (wanted) {
      case Expression.Atom<float[]>(float[] query) -> {
        float[] values = snapshot.similarities(query, where);
        Relevance relevance = relevance(query);
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.isNaN(values[i]) ? Float.NaN : (float) relevance.of(values[i]);
        }
        yield values;
      }
      case Expression.Not<float[]>(Expression<float[]> part) ->
          complements(relevances(part, where));
      case Expression.And<float[]>(List<Expression<float[]>> parts) ->
          products(parts.stream().map(part -> relevances(part, where)).toList());
      case Expression.Or<float[]>(List<Expression<float[]>> parts) ->
          complements(
              products(parts.stream().map(part -> complements(relevances(part, where))).toList()));
    };
  }

  private static float[] complements(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 - values[i];
    }
    return values;
  }

  private static float[] products(List<float[]> factors) {
    float[] product = factors.getFirst();
    for (float[] factor : factors.subList(1, factors.size())) {
      for (int i = 0; i < product.length; i++) {
        product[i] *= factor[i];
      }
    }
    return product;
  }

  /** What the concepts that are not negated have in common; any, if all are negated. */
  private static float[] direction(Expression<float[]> wanted) {
    var positive = new ArrayList<float[]>();
    collect(wanted, true, positive);
    List<float[]> vectors = positive.isEmpty() ? wanted.atoms().toList() : positive;
    return Embeddings.normalize(Embeddings.mean(vectors));
  }

  private static void collect(
      Expression<float[]> wanted, boolean positive, List<float[]> collected) {
    switch (wanted) {
      case Expression.Atom<float[]>(float[] query) -> {
        if (positive) {
          collected.add(query);
        }
      }
      case Expression.Not<float[]>(Expression<float[]> part) -> collect(part, !positive, collected);
      case Expression.And<float[]>(List<Expression<float[]>> parts) ->
          parts.forEach(part -> collect(part, positive, collected));
      case Expression.Or<float[]>(List<Expression<float[]>> parts) ->
          parts.forEach(part -> collect(part, positive, collected));
    }
  }

  private static List<SearchHit> page(List<SearchHit> hits, SearchRequest request) {
    int from = Math.min(request.offset(), hits.size());
    int to = Math.min(from + request.count(), hits.size());
    var page = new ArrayList<SearchHit>();
    for (int i = from; i < to; i++) {
      SearchHit hit = hits.get(i);
      page.add(
          new SearchHit(i + 1, hit.ordinal(), hit.similarity(), hit.relevance(), hit.duplicates()));
    }
    return List.copyOf(page);
  }
}
