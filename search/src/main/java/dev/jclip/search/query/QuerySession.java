package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.EvenSample;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexSnapshot.Comparisons;
import dev.jclip.search.Match;
import dev.jclip.search.Ranking;
import dev.jclip.search.expression.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A request while it is answered. All concepts of the request are compared with the snapshot's
 * images in one pass, which gives the ranking, the levels of the concepts and the distributions of
 * their similarities; what was compared is kept for whatever else is asked here. An approximate
 * search for a single concept follows the index's graph in place of that pass. For one thread.
 */
public final class QuerySession {
  private static final int SAMPLE = 20_000;

  /** Of fewer images, two distributions cannot be told. */
  private static final int LEAST_FOR_DISTRIBUTIONS = 200;

  /** How many more candidates than results are looked at where some may be left out. */
  private static final int SPARE = 5;

  private final IndexSnapshot snapshot;
  private final SearchRequest request;
  private final Function<List<QueryVector.Part>, ChanceLevel> chances;
  private final List<QueryVector> concepts;
  private final Map<Integer, float[]> vectors = new HashMap<>();
  private @Nullable Comparisons compared;

  QuerySession(
      IndexSnapshot snapshot,
      SearchRequest request,
      Function<List<QueryVector.Part>, ChanceLevel> chances) {
    this.snapshot = snapshot;
    this.request = request;
    this.chances = chances;
    concepts = request.wanted().atoms().toList();
  }

  /** The page of results that is asked for, best first. */
  public List<SearchHit> hits() {
    return hits(request);
  }

  /** The highest relevance on that page where results of any relevance stand on it, if any do. */
  public OptionalDouble bestOfAnyRelevance() {
    return hits(request.ofAnyRelevance()).stream().mapToDouble(SearchHit::relevance).max();
  }

  private List<SearchHit> hits(SearchRequest asked) {
    if (snapshot.size() == 0) {
      return List.of();
    }
    List<SearchHit> candidates =
        asked.wanted() instanceof Expression.Atom<QueryVector>(QueryVector query)
            ? nearest(query, asked)
            : matching(asked);
    List<SearchHit> relevant =
        candidates.stream()
            .filter(hit -> !asked.excluded().contains(hit.ordinal()))
            .filter(hit -> hit.relevance() >= asked.leastRelevance())
            .toList();
    return page(new Selection(snapshot, asked, this::vector).of(relevant), asked);
  }

  private List<SearchHit> nearest(QueryVector query, SearchRequest asked) {
    int count = candidates(asked);
    List<Match> nearest =
        asked.accuracy() instanceof Accuracy.Exact
            ? Ranking.best(snapshot.bound(), matchingSimilarities(query), count)
            : snapshot.nearest(query.values(), count, asked.where(), asked.accuracy());
    List<Match> ranked =
        asked
            .words()
            .map(
                words ->
                    ReciprocalRankFusion.of(
                        List.of(nearest, snapshot.fullText(words, count, asked.where()))))
            .orElse(nearest);
    if (ranked.isEmpty()) {
      return List.of();
    }
    Relevance relevance = relevance(query);
    var hits = new ArrayList<SearchHit>();
    for (Match match : ranked) {
      float[] picture = vector(match.ordinal());
      double similarity = Embeddings.dot(query.values(), picture);
      hits.add(new SearchHit(0, match.ordinal(), similarity, relevance.of(picture, similarity), 0));
    }
    return hits;
  }

  private int candidates(SearchRequest asked) {
    boolean mayLeaveOut =
        asked.comparesResults() || asked.leastRelevance() > 0 || asked.words().isPresent();
    long shown = (long) asked.offset() + asked.count();
    long candidates = shown * (mayLeaveOut ? SPARE : 1) + asked.excluded().size();
    return Math.clamp(candidates, 1, Math.max(1, snapshot.bound()));
  }

  /** What an image's similarity with a query is worth. */
  private interface Relevance {
    double of(float[] picture, double similarity);
  }

  private Relevance relevance(QueryVector query) {
    ChanceLevel chance = chances.apply(query.parts());
    double level = ChanceLevel.level(sample(query, ChanceLevel.SAMPLE));
    return (picture, similarity) -> chance.relevance(picture, similarity, level);
  }

  /** Compares all images with each concept. */
  private List<SearchHit> matching(SearchRequest asked) {
    double[] relevances = relevances(asked.wanted());
    float[] direction = direction(asked.wanted());
    var hits = new ArrayList<SearchHit>();
    for (Match match : Ranking.best(relevances.length, i -> relevances[i], candidates(asked))) {
      double similarity = Embeddings.dot(direction, vector(match.ordinal()));
      hits.add(new SearchHit(0, match.ordinal(), similarity, match.score(), 0));
    }
    return hits;
  }

  /** As of independent events: products, and one minus. */
  private double[] relevances(Expression<QueryVector> wanted) {
    return switch (wanted) {
      case Expression.Atom<QueryVector>(QueryVector query) -> relevances(query);
      case Expression.Not<QueryVector>(Expression<QueryVector> part) ->
          complements(relevances(part));
      case Expression.And<QueryVector>(List<Expression<QueryVector>> parts) ->
          products(parts.stream().map(this::relevances).toList());
      case Expression.Or<QueryVector>(List<Expression<QueryVector>> parts) ->
          complements(products(parts.stream().map(part -> complements(relevances(part))).toList()));
    };
  }

  /**
   * The probability that the concept is in the collection at all, times that of each image to be
   * among those that show it; in a small collection each image's own relevance.
   */
  private double[] relevances(QueryVector query) {
    IntToDoubleFunction similarities = matchingSimilarities(query);
    Relevance relevance = relevance(query);
    IntToDoubleFunction probability =
        snapshot.size() < LEAST_FOR_DISTRIBUTIONS
            ? i -> relevance.of(vector(i), similarities.applyAsDouble(i))
            : amongBest(query, relevance, similarities);
    return IntStream.range(0, snapshot.bound())
        .mapToDouble(
            i ->
                Double.isNaN(similarities.applyAsDouble(i))
                    ? Double.NaN
                    : probability.applyAsDouble(i))
        .toArray();
  }

  private IntToDoubleFunction amongBest(
      QueryVector query, Relevance relevance, IntToDoubleFunction similarities) {
    float[] sample = sample(query, SAMPLE);
    Arrays.sort(sample);
    TwoNormals distributions = TwoNormals.fit(sample);
    Match best = best(query);
    double present = relevance.of(snapshot.vector(best.ordinal()), best.score());
    return i -> present * distributions.upperProbability(similarities.applyAsDouble(i));
  }

  /** The nearest image of all; where not all were compared, the graph finds it. */
  private Match best(QueryVector query) {
    return request.where().isEmpty()
        ? Ranking.best(snapshot.bound(), matchingSimilarities(query), 1).getFirst()
        : snapshot.nearest(query.values(), 1, Optional.empty(), Accuracy.APPROXIMATE).getFirst();
  }

  /**
   * The similarities with an even sample of all images; an approximate search, which does not
   * compare all, compares these by themselves.
   */
  private float[] sample(QueryVector query, int most) {
    return isSingle() && !(request.accuracy() instanceof Accuracy.Exact)
        ? snapshot.sampledSimilarities(query.values(), most)
        : EvenSample.of(snapshot, most).of(similarities(query));
  }

  private boolean isSingle() {
    return request.wanted() instanceof Expression.Atom<QueryVector>;
  }

  /** By ordinal; NaN where no image is, or it does not match the condition. */
  private IntToDoubleFunction matchingSimilarities(QueryVector query) {
    float[] similarities = similarities(query);
    BitSet matching = compared().matching();
    return i -> matching.get(i) ? similarities[i] : Double.NaN;
  }

  private float[] similarities(QueryVector query) {
    return compared().similarities().get(concepts.indexOf(query));
  }

  private Comparisons compared() {
    if (compared == null) {
      EvenSample level = EvenSample.of(snapshot, ChanceLevel.SAMPLE);
      EvenSample distribution = EvenSample.of(snapshot, SAMPLE);
      compared =
          snapshot.compare(
              concepts.stream().map(QueryVector::values).toList(),
              request.where(),
              ordinal -> level.mayHold(ordinal) || (!isSingle() && distribution.mayHold(ordinal)));
    }
    return compared;
  }

  /** An image's vector, which is kept where it will be compared with those of other results. */
  private float[] vector(int ordinal) {
    return request.comparesResults()
        ? vectors.computeIfAbsent(ordinal, snapshot::vector)
        : snapshot.vector(ordinal);
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

  private static List<SearchHit> page(List<SearchHit> hits, SearchRequest asked) {
    int from = Math.min(asked.offset(), hits.size());
    int to = Math.min(from + asked.count(), hits.size());
    List<SearchHit> shown = asked.order().of(hits.subList(from, to));
    var page = new ArrayList<SearchHit>();
    for (SearchHit hit : shown) {
      int rank = from + page.size() + 1;
      page.add(
          new SearchHit(rank, hit.ordinal(), hit.similarity(), hit.relevance(), hit.duplicates()));
    }
    return List.copyOf(page);
  }
}
