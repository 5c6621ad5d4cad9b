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
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Finds pictures in a snapshot of an index. Safe for many threads, as the snapshot is. */
public final class PictureSearch {
  private static final int SAMPLE = 20_000;

  /** Of fewer pictures, two distributions cannot be told. */
  private static final int LEAST_FOR_DISTRIBUTIONS = 200;

  /** How many more candidates than results are looked at where some may be left out. */
  private static final int SPARE = 5;

  private final IndexSnapshot snapshot;
  private final Map<List<QueryVector.Part>, ChanceLevel> chances = new ConcurrentHashMap<>();

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
    Relevance relevance = relevance(query);
    var hits = new ArrayList<SearchHit>();
    for (Match match : ranked) {
      float[] picture = snapshot.vector(match.ordinal());
      double similarity = Embeddings.dot(query.values(), picture);
      hits.add(new SearchHit(0, match.ordinal(), similarity, relevance.of(picture, similarity), 0));
    }
    return hits;
  }

  private int candidates(SearchRequest request) {
    boolean mayLeaveOut =
        request.diversity() > 0
            || request.duplicateSimilarity() <= 1
            || request.leastRelevance() > 0
            || request.words().isPresent();
    long shown = (long) request.offset() + request.count();
    long candidates = shown * (mayLeaveOut ? SPARE : 1) + request.excluded().size();
    return Math.clamp(candidates, 1, Math.max(1, snapshot.bound()));
  }

  /** What a picture's similarity with a query is worth. */
  private interface Relevance {
    double of(float[] picture, double similarity);
  }

  private Relevance relevance(QueryVector query) {
    ChanceLevel chance = chances.computeIfAbsent(query.parts(), this::measuredChance);
    double level = ChanceLevel.level(query.values(), snapshot);
    return (picture, similarity) -> chance.relevance(picture, similarity, level);
  }

  private ChanceLevel measuredChance(List<QueryVector.Part> parts) {
    return ChanceLevel.of(UnrelatedQueries.like(parts, probes(), snapshot), snapshot);
  }

  /**
   * Whether relevance is told by the index's probes alone, since its pictures are too few to say
   * what is usual among them.
   */
  public boolean judgesByProbesAlone() {
    return snapshot.size() < ChanceLevel.LEAST_PICTURES;
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
   * among those that show it; in a small collection each picture's own relevance.
   */
  private double[] relevances(QueryVector query, SearchRequest request) {
    float[] similarities = snapshot.similarities(query.values(), request.where());
    Relevance relevance = relevance(query);
    IntToDoubleFunction probability =
        snapshot.size() < LEAST_FOR_DISTRIBUTIONS
            ? i -> relevance.of(snapshot.vector(i), similarities[i])
            : amongBest(query, relevance, similarities);
    return IntStream.range(0, similarities.length)
        .mapToDouble(i -> Float.isNaN(similarities[i]) ? Double.NaN : probability.applyAsDouble(i))
        .toArray();
  }

  private IntToDoubleFunction amongBest(
      QueryVector query, Relevance relevance, float[] similarities) {
    float[] sample = snapshot.sampledSimilarities(query.values(), SAMPLE);
    Arrays.sort(sample);
    TwoNormals distributions = TwoNormals.fit(sample);
    Match best =
        snapshot.nearest(query.values(), 1, Optional.empty(), Accuracy.APPROXIMATE).getFirst();
    double present = relevance.of(snapshot.vector(best.ordinal()), best.score());
    return i -> present * distributions.upperProbability(similarities[i]);
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
    List<SearchHit> shown = request.order().of(hits.subList(from, to));
    var page = new ArrayList<SearchHit>();
    for (SearchHit hit : shown) {
      int rank = from + page.size() + 1;
      page.add(
          new SearchHit(rank, hit.ordinal(), hit.similarity(), hit.relevance(), hit.duplicates()));
    }
    return List.copyOf(page);
  }
}
