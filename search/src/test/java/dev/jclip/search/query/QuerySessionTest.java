package dev.jclip.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Match;
import dev.jclip.search.Probes;
import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.query.QueryVector.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a request visits the snapshot. */
class QuerySessionTest {
  private static final int DIMENSION = 8;
  private static final int PICTURES = 300;

  private final Random random = new Random(7);
  private final Map<String, Integer> calls = new HashMap<>();

  @TempDir private Path folder;
  private IndexSnapshot snapshot;
  private PictureSearch search;

  @BeforeEach
  void makeIndex() {
    var model = new IndexModel("m", "f", DIMENSION);
    try (LuceneIndex index = LuceneIndex.create(folder, model, VectorStorage.FLOAT32)) {
      for (int i = 0; i < PICTURES; i++) {
        var metadata = new TreeMap<>(Map.of("number", Integer.toString(i)));
        index.put(
            new IndexEntry(new IndexedPicture("p" + i, "s", "t", "word" + i, metadata), vector()));
      }
      List<float[]> probes = IntStream.range(0, 16).mapToObj(_ -> vector()).toList();
      index.commit(new Probes(probes, probes).notes());
      snapshot = index.snapshot();
    }
    search = new PictureSearch(counted(snapshot));
    search.find(SearchRequest.nearest(query(), 1)); // what unrelated queries reach is kept
    calls.clear();
  }

  @AfterEach
  void close() {
    snapshot.close();
  }

  @Test
  void anExactQueryIsOnePass() {
    search.find(exact(atom()).count(5).build());
    assertThat(calls).containsEntry("compare", 1).doesNotContainKeys("nearest", "sampled");
    assertThat(calls.get("vector")).isEqualTo(5);
  }

  @Test
  void anExpressionIsOnePassForAllItsConcepts() {
    var wanted =
        new Expression.And<QueryVector>(
            List.of(atom(), new Expression.Not<>(atom()), new Expression.Not<>(atom())));
    search.find(SearchRequest.of(wanted, 5));
    assertThat(calls).containsEntry("compare", 1).doesNotContainKeys("nearest", "sampled");
  }

  @Test
  void whatElseIsAskedOfASessionComparesNothingAgain() {
    QuerySession session = search.session(exact(atom()).leastRelevance(1).build());
    assertThat(session.hits()).isEmpty();
    double best = session.bestOfAnyRelevance().orElseThrow();
    assertThat(best).isPositive().isLessThan(1);
    assertThat(calls).containsEntry("compare", 1);
  }

  @Test
  void vectorsOfCandidatesAreReadOnce() {
    search.find(exact(atom()).count(5).diversity(0.4).build());
    assertThat(calls.get("vector")).as("five times as many candidates").isEqualTo(25);
  }

  @Test
  void aConditionDoesNotChangeWhatTheLevelIsToldBy() {
    Expression<QueryVector> wanted = atom();
    Map<Integer, SearchHit> all = byOrdinal(search.find(exact(wanted).count(PICTURES).build()));
    List<SearchHit> some =
        search.find(
            exact(wanted)
                .count(PICTURES)
                .where(Optional.of(Comparison.parse("number<40")))
                .build());
    assertThat(some).hasSize(40);
    assertThat(some)
        .allSatisfy(
            hit ->
                assertThat(hit.relevance())
                    .isEqualTo(Objects.requireNonNull(all.get(hit.ordinal())).relevance()));
  }

  @Test
  void exactAndApproximateSearchesAgreeInASmallIndex() {
    Expression<QueryVector> wanted = atom();
    assertThat(search.find(exact(wanted).count(20).build()))
        .isEqualTo(search.find(SearchRequest.of(wanted, 20)));
  }

  @Test
  void severalVectorsAreComparedAsEachIsAlone() {
    List<float[]> queries = List.of(vector(), vector(), vector());
    Optional<Expression<Comparison>> where = Optional.of(Comparison.parse("number>=250"));
    IndexSnapshot.Comparisons together = snapshot.compare(queries, where, i -> i % 7 == 0);
    for (int i = 0; i < queries.size(); i++) {
      float[] alone = snapshot.similarities(queries.get(i), Optional.empty());
      float[] found = together.similarities().get(i);
      for (int ordinal = 0; ordinal < PICTURES; ordinal++) {
        boolean visited = ordinal >= 250 || ordinal % 7 == 0;
        assertThat(Float.compare(found[ordinal], visited ? alone[ordinal] : Float.NaN)).isZero();
      }
    }
    assertThat(together.matching().stream()).hasSize(50).allMatch(ordinal -> ordinal >= 250);
    assertThat(snapshot.nearest(queries.getFirst(), 50, where, Accuracy.EXACT))
        .extracting(Match::ordinal)
        .allMatch(ordinal -> ordinal >= 250);
  }

  private static Map<Integer, SearchHit> byOrdinal(List<SearchHit> hits) {
    var byOrdinal = new HashMap<Integer, SearchHit>();
    hits.forEach(hit -> byOrdinal.put(hit.ordinal(), hit));
    return byOrdinal;
  }

  private static SearchRequest.Builder exact(Expression<QueryVector> wanted) {
    return SearchRequest.builder(wanted).accuracy(Accuracy.EXACT);
  }

  private IndexSnapshot counted(IndexSnapshot counted) {
    return (IndexSnapshot)
        Proxy.newProxyInstance(
            QuerySessionTest.class.getClassLoader(),
            new Class<?>[] {IndexSnapshot.class},
            (_, method, arguments) -> {
              String name = method.getName();
              calls.merge(name.equals("sampledSimilarities") ? "sampled" : name, 1, Integer::sum);
              try {
                return method.invoke(counted, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Expression<QueryVector> atom() {
    return new Expression.Atom<>(query());
  }

  private QueryVector query() {
    return new QueryVector(vector(), Kind.TEXT);
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embeddings.normalize(vector);
  }
}
