package dev.jclip.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Match;
import dev.jclip.search.Probes;
import dev.jclip.search.expression.Expression;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.query.QueryVector.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The arithmetic of relevance against SciPy's, of {@code make_search_goldens.py}. */
class RelevanceGoldenTest {
  /** Similarities are sums of products of 32-bit numbers here, and of 64-bit numbers there. */
  private static final double TOLERANCE = 1e-5;

  private final JsonNode golden = read();

  @TempDir private Path folder;

  @Test
  void relevanceIsWhatSciPyComputes() {
    List<float[]> pictures = vectors("pictures");
    List<float[]> queries = vectors("queries");
    var model = new IndexModel("m", "f", pictures.getFirst().length);
    try (LuceneIndex index = LuceneIndex.create(folder, model, VectorStorage.FLOAT32)) {
      for (int i = 0; i < pictures.size(); i++) {
        var picture = new IndexedPicture("p" + i, "s", "t", "", new TreeMap<>());
        index.put(new IndexEntry(picture, pictures.get(i)));
      }
      index.commit(new Probes(vectors("probes"), List.of()).notes());
      try (IndexSnapshot snapshot = index.snapshot()) {
        var search = new PictureSearch(snapshot);
        for (int query = 0; query < queries.size(); query++) {
          var wanted = new Expression.Atom<>(new QueryVector(queries.get(query), Kind.TEXT));
          List<SearchHit> hits =
              search.find(
                  SearchRequest.builder(wanted)
                      .accuracy(Accuracy.EXACT)
                      .count(pictures.size())
                      .build());
          assertThat(hits).hasSize(pictures.size());
          for (SearchHit hit : hits) {
            assertThat(hit.relevance())
                .as("query %d, image %d", query, hit.ordinal())
                .isCloseTo(
                    golden.path("relevances").path(query).path(hit.ordinal()).asDouble(),
                    within(TOLERANCE));
          }
        }
      }
    }
  }

  @Test
  void theLowerHalfTellsTheDistribution() {
    NormalDistribution lower = LowerHalf.of(numbers("sample"));
    JsonNode expected = golden.path("lowerHalf");
    assertThat(lower.getMean()).isCloseTo(expected.path("mean").asDouble(), within(1e-12));
    assertThat(lower.getStandardDeviation())
        .isCloseTo(expected.path("deviation").asDouble(), within(1e-12));
  }

  @Test
  void theUpperOfTwoDistributionsIsWhatSciPyFits() {
    double[] mixture = numbers("mixture");
    float[] sorted = new float[mixture.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = (float) mixture[i];
    }
    Arrays.sort(sorted);
    TwoNormals fitted = TwoNormals.fit(sorted);
    double[] at = numbers("at");
    double[] expected = numbers("upperProbabilities");
    for (int i = 0; i < at.length; i++) {
      assertThat(fitted.upperProbability(at[i])).isCloseTo(expected[i], within(1e-9));
    }
  }

  /** The ranks 1, 2 and 3 of one ranking, and 2 and 1 of another: 1/61, 1/62 and 1/63. */
  @Test
  void ranksAreFusedByTheirReciprocalsBeyondSixty() {
    List<Match> fused =
        ReciprocalRankFusion.of(
            List.of(
                List.of(new Match(7, 0.9), new Match(8, 0.8), new Match(9, 0.7)),
                List.of(new Match(5, 11), new Match(9, 10))));
    assertThat(fused).extracting(Match::ordinal).containsExactly(9, 5, 7, 8);
    assertThat(fused.get(0).score()).isCloseTo(1.0 / 63 + 1.0 / 62, within(1e-15));
    assertThat(fused.get(1).score()).isCloseTo(1.0 / 61, within(1e-15));
    assertThat(fused.get(3).score()).isCloseTo(1.0 / 62, within(1e-15));
  }

  private double[] numbers(String field) {
    return StreamSupport.stream(golden.path(field).spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private List<float[]> vectors(String field) {
    return StreamSupport.stream(golden.path(field).spliterator(), false)
        .map(RelevanceGoldenTest::vector)
        .toList();
  }

  private static float[] vector(JsonNode values) {
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values.get(i).floatValue();
    }
    return vector;
  }

  private static JsonNode read() {
    try (InputStream in =
        Objects.requireNonNull(
            RelevanceGoldenTest.class.getResourceAsStream("relevance-golden.json"))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
