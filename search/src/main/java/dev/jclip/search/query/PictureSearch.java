package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import dev.jclip.error.IndexException;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.Match;
import dev.jclip.search.Probes;
import dev.jclip.search.Ranking;
import dev.jclip.search.expression.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds pictures in a snapshot of an index. Safe for many threads, as the snapshot is. */
public final class PictureSearch {
  private static final int SAMPLE = 20_000;
  private static final int PROBE_SAMPLE = 2000;

  /** How many more candidates than results are looked at where some may be left out. */
  private static final int SPARE = 5;

  private final IndexSnapshot snapshot;
  private final Map<QueryVector.Kind, ChanceLevel> chances = new ConcurrentHashMap<>();

  /** Searches a snapshot, which stays the caller's. */
  public PictureSearch(IndexSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /**
   * The best pictures, best first.
   *
   * @throws IllegalArgumentException if a vector's length is not the index's, or the condition
   *     names a field that no picture has
   * @throws IndexException if the index's notes hold no probes
   */
  public List<SearchHit> find(SearchRequest request) {
    if (snapshot.size() == 0) {
      return List.of();
    }
    List<SearchHit> candidates =
        request.wanted() instanceof Expression.Atom<QueryVector>(QueryVector query)
            ? nearest(query, request)
            : matching(request);
    List<SearchHit> relevant =
        candidates.stream()
            .filter(hit -> !request.excluded().contains(hit.ordinal()))
            .filter(hit -> hit.relevance() >= request.leastRelevance())
            .toList();
    return page(new Selection(snapshot, request).of(relevant), request);
  }

  private List<SearchHit> nearest(QueryVector query, SearchRequest request) {
    int count = candidates(request);
    List<Match> nearest =
        snapshot.nearest(query.values(), count, request.where(), request.accuracy());
    List<Match> ranked =
        request
            .words()
            .map(
                words ->
                    ReciprocalRankFusion.of(
                        List.of(nearest, snapshot.fullText(words, count, request.where()))))
            .orElse(nearest);
    if (ranked.isEmpty()) {
      return List.of();
    }
    QueryProfile profile = profile(query);
    ChanceLevel chance = chance(query.kind());
    var hits = new ArrayList<SearchHit>();
    for (Match match : ranked) {
      double similarity = Embeddings.dot(query.values(), snapshot.vector(match.ordinal()));
      hits.add(
          new SearchHit(
              0, match.ordinal(), similarity, chance.relevance(profile.reach(similarity)), 0));
    }
    return hits;
  }

  private int candidates(SearchRequest request) {
    boolean mayLeaveOut =
        request.diversity() > 0
            || request.duplicateSimilarity() <= 1
            || request.words().isPresent();
    long shown = (long) request.offset() + request.count();
    long candidates = shown * (mayLeaveOut ? SPARE : 1) + request.excluded().size();
    return Math.clamp(candidates, 1, Math.max(1, snapshot.bound()));
  }

  private QueryProfile profile(QueryVector query) {
    return new QueryProfile(snapshot.sampledSimilarities(query.values(), SAMPLE));
  }

  private ChanceLevel chance(QueryVector.Kind kind) {
    return chances.computeIfAbsent(kind, this::measuredChance);
  }

  private ChanceLevel measuredChance(QueryVector.Kind kind) {
    var reached = new ArrayList<ChanceLevel.Reach>();
    for (float[] probe : kind.of(probes())) {
      Match best = snapshot.nearest(probe, 1, Optional.empty(), Accuracy.APPROXIMATE).getFirst();
      var profile = new QueryProfile(snapshot.sampledSimilarities(probe, PROBE_SAMPLE));
      reached.add(profile.reach(best.score()));
    }
    return ChanceLevel.of(reached);
  }

  private Probes probes() {
    return Probes.of(snapshot)
        .orElseThrow(
            () ->
                new IndexException(
                    "the index's notes hold no probes, without which relevance cannot be told; commit them with it, as IndexBuilder does"));
  }

  /** Compares all pictures with each concept. */
  private List<SearchHit> matching(SearchRequest request) {
    double[] relevances = relevances(request.wanted(), request);
    float[] direction = direction(request.wanted());
    var hits = new ArrayList<SearchHit>();
    for (Match match : Ranking.best(relevances.length, i -> relevances[i], candidates(request))) {
      double similarity = Embeddings.dot(direction, snapshot.vector(match.ordinal()));
      hits.add(new SearchHit(0, match.ordinal(), similarity, match.score(), 0));
    }
    return hits;
  }

  /** As of independent events: products, and one minus. */
  private double[] relevances(Expression<QueryVector> wanted, SearchRequest request) {
    return switch (wanted) {
      case Expression.Atom<QueryVector>(QueryVector query) -> relevances(query, request);
      case Expression.Not<QueryVector>(Expression<QueryVector> part) ->
          complements(relevances(part, request));
      case Expression.And<QueryVector>(List<Expression<QueryVector>> parts) ->
          products(parts.stream().map(part -> relevances(part, request)).toList());
      case Expression.Or<QueryVector>(List<Expression<QueryVector>> parts) ->
          complements(
              products(
                  parts.stream().map(part -> complements(relevances(part, request))).toList()));
    };
  }

  /**
   * The probability that the concept is in the collection at all, times that of each picture to be
   * among those that show it.
   */
  private double[] relevances(QueryVector query, SearchRequest request) {
    float[] similarities = snapshot.similarities(query.values(), request.where());
    QueryProfile profile = profile(query);
    TwoNormals distributions = profile.twoNormals();
    double present = chance(query.kind()).relevance(profile.reach(profile.highest()));
    double[] relevances = new double[similarities.length];
    for (int i = 0; i < similarities.length; i++) {
      relevances[i] =
          Float.isNaN(similarities[i])
              ? Double.NaN
              : present * distributions.upperProbability(similarities[i]);
    }
    return relevances;
  }

  private static double[] complements(double[] values) {
    return Arrays.stream(values).map(value -> 1 - value).toArray();
  }

  private static double[] products(List<double[]> factors) {
    double[] product = factors.getFirst().clone();
    for (double[] factor : factors.subList(1, factors.size())) {
      for (int i = 0; i < product.length; i++) {
        product[i] *= factor[i];
      }
    }
    return product;
  }

  /** What the concepts that are not negated have in common; any, if all are negated. */
  private static float[] direction(Expression<QueryVector> wanted) {
    var positive = new ArrayList<float[]>();
    collect(wanted, true, positive);
    List<float[]> vectors =
        positive.isEmpty() ? wanted.atoms().map(QueryVector::values).toList() : positive;
    return Embeddings.normalize(Embeddings.mean(vectors));
  }

  private static void collect(
      Expression<QueryVector> wanted, boolean positive, List<float[]> collected) {
    switch (wanted) {
      case Expression.Atom<QueryVector>(QueryVector query) -> {
        if (positive) {
          collected.add(query.values());
        }
      }
      case Expression.Not<QueryVector>(Expression<QueryVector> part) ->
          collect(part, !positive, collected);
      case Expression.And<QueryVector>(List<Expression<QueryVector>> parts) ->
          parts.forEach(part -> collect(part, positive, collected));
      case Expression.Or<QueryVector>(List<Expression<QueryVector>> parts) ->
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
