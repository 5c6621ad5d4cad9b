package dev.jclip.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.embed.Embeddings;
import dev.jclip.error.IndexException;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Probes;
import dev.jclip.search.expression.Comparison;
import dev.jclip.search.expression.Expression;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.VectorStorage;
import dev.jclip.search.query.QueryVector.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A collection of 400 images that show shoes or not, red things or not, each concept an axis of the
 * space; the other axes are noise.
 */
class PictureSearchTest {
  private static final int DIMENSION = 64;
  private static final int SHOE = 0;
  private static final int RED = 1;

  private final Random random = new Random(5);

  @TempDir private Path folder;
  private IndexSnapshot snapshot;

  @BeforeEach
  void makeIndex() {
    var model = new IndexModel("m", "f", DIMENSION);
    try (LuceneIndex index = LuceneIndex.create(folder, model, VectorStorage.FLOAT32)) {
      for (int i = 0; i < 400; i++) {
        float[] vector = noise();
        vector[SHOE] = i % 4 == 0 ? 0.8f : 0;
        vector[RED] = i % 3 == 0 ? 0.8f : 0;
        index.put(entry(i, vector));
      }
      index.commit(new Probes(probes(), probes()).notes());
      snapshot = index.snapshot();
    }
  }

  @AfterEach
  void close() {
    snapshot.close();
  }

  @Test
  void resultsAreTheNearestOnesWithTheirSimilarities() {
    List<SearchHit> hits = search(SearchRequest.nearest(axis(SHOE), 50));
    assertThat(hits).extracting(SearchHit::rank).startsWith(1, 2, 3).hasSize(50);
    assertThat(numbers(hits)).allMatch(number -> number % 4 == 0);
    assertThat(hits).isSortedAccordingTo((a, b) -> Double.compare(b.similarity(), a.similarity()));
    assertThat(hits.getFirst().similarity())
        .isEqualTo(Embeddings.dot(axis(SHOE).values(), snapshot.vector(hits.getFirst().ordinal())));
  }

  @Test
  void relevanceTellsWhatIsThereFromWhatIsNot() {
    assertThat(search(SearchRequest.nearest(axis(SHOE), 1)).getFirst().relevance())
        .isGreaterThan(0.95);
    double absent =
        IntStream.range(2, DIMENSION)
            .mapToDouble(
                axis -> search(SearchRequest.nearest(axis(axis), 1)).getFirst().relevance())
            .average()
            .orElseThrow();
    assertThat(absent).isLessThan(0.5);
    assertThat(search(with(axis(SHOE), 0.9, 0, 2, 0, 400)))
        .extracting(SearchHit::relevance)
        .isNotEmpty()
        .allMatch(relevance -> relevance >= 0.9);
  }

  @Test
  void expressionsTakeConceptsAsProbabilities() {
    var shoeNotRed =
        new Expression.And<QueryVector>(
            List.of(atom(SHOE), new Expression.Not<QueryVector>(atom(RED))));
    assertThat(numbers(search(SearchRequest.of(shoeNotRed, 60))))
        .allMatch(number -> number % 4 == 0 && number % 3 != 0);
    var shoeOrRed = new Expression.Or<QueryVector>(List.of(atom(SHOE), atom(RED)));
    assertThat(numbers(search(SearchRequest.of(shoeOrRed, 180))))
        .allMatch(number -> number % 4 == 0 || number % 3 == 0);
  }

  @Test
  void pagesContinueOneAnother() {
    List<Integer> all = numbers(search(SearchRequest.nearest(axis(SHOE), 30)));
    var paged = new ArrayList<Integer>();
    for (int offset = 0; offset < 30; offset += 10) {
      List<SearchHit> page = search(with(axis(SHOE), 0, 0, 2, offset, 10));
      assertThat(page.getFirst().rank()).isEqualTo(offset + 1);
      paged.addAll(numbers(page));
    }
    assertThat(paged).isEqualTo(all);
    assertThat(search(with(axis(SHOE), 0, 0, 2, 1000, 10))).isEmpty();
  }

  @Test
  void conditionsAndExcludedPicturesAreKept() {
    SearchRequest request =
        SearchRequest.builder(atom(SHOE))
            .where(Optional.of(Comparison.parse("number<40")))
            .excluded(Set.of(ordinal(0), ordinal(8)))
            .accuracy(Accuracy.EXACT)
            .count(8)
            .build();
    assertThat(numbers(search(request))).containsExactlyInAnyOrder(4, 12, 16, 20, 24, 28, 32, 36);
  }

  @Test
  void nearDuplicatesCollapseIntoTheBest() {
    float[] shoe = snapshot.vector(ordinal(0));
    try (LuceneIndex index = LuceneIndex.open(folder)) {
      for (int i = 0; i < 3; i++) {
        float[] copy = shoe.clone();
        copy[10 + i] += 0.01f;
        index.put(entry(1000 + i, Embeddings.normalize(copy)));
      }
      index.commit(snapshot.notes());
      try (IndexSnapshot changed = index.snapshot()) {
        List<SearchHit> hits =
            new PictureSearch(changed)
                .find(with(new QueryVector(shoe, Kind.PICTURE), 0, 0, 0.99, 0, 5));
        assertThat(hits.getFirst().duplicates()).isEqualTo(3);
        assertThat(hits.subList(1, 5)).extracting(SearchHit::duplicates).containsOnly(0);
      }
    }
  }

  @Test
  void diversityPrefersWhatIsUnlikeTheFirst() {
    List<SearchHit> nearest = search(with(axis(SHOE), 0, 0, 2, 0, 8));
    List<SearchHit> diverse = search(with(axis(SHOE), 0, 0.6, 2, 0, 8));
    assertThat(diverse.getFirst()).isEqualTo(nearest.getFirst());
    assertThat(meanSimilarity(diverse)).isLessThan(meanSimilarity(nearest));
  }

  @Test
  void wordsAndVectorsAreFusedByTheirRanks() {
    SearchRequest request = SearchRequest.nearest(axis(SHOE), 3).withWords("word77");
    assertThat(numbers(search(request))).contains(77);
  }

  @Test
  void anEmptyIndexAnswersNothingAndOneWithoutProbesIsRefused() {
    var model = new IndexModel("m", "f", DIMENSION);
    try (LuceneIndex index =
        LuceneIndex.create(folder.resolve("other"), model, VectorStorage.FLOAT32)) {
      try (IndexSnapshot empty = index.snapshot()) {
        assertThat(new PictureSearch(empty).find(SearchRequest.nearest(axis(SHOE), 3))).isEmpty();
      }
      index.put(entry(0, noise()));
      index.commit(Map.of());
      try (IndexSnapshot withoutProbes = index.snapshot()) {
        assertThatThrownBy(
                () -> new PictureSearch(withoutProbes).find(SearchRequest.nearest(axis(SHOE), 3)))
            .isInstanceOf(IndexException.class)
            .hasMessageContaining("no probes");
      }
    }
  }

  private List<SearchHit> search(SearchRequest request) {
    return new PictureSearch(snapshot).find(request);
  }

  private static SearchRequest with(
      QueryVector query,
      double leastRelevance,
      double diversity,
      double duplicates,
      int offset,
      int count) {
    return SearchRequest.builder(new Expression.Atom<>(query))
        .accuracy(Accuracy.EXACT)
        .offset(offset)
        .count(count)
        .leastRelevance(leastRelevance)
        .diversity(diversity)
        .duplicateSimilarity(duplicates)
        .build();
  }

  private double meanSimilarity(List<SearchHit> hits) {
    double sum = 0;
    for (SearchHit a : hits) {
      for (SearchHit b : hits) {
        sum += Embeddings.dot(snapshot.vector(a.ordinal()), snapshot.vector(b.ordinal()));
      }
    }
    return sum;
  }

  private int ordinal(int number) {
    return snapshot.find("p" + number).orElseThrow();
  }

  private List<Integer> numbers(List<SearchHit> hits) {
    return hits.stream()
        .map(hit -> Integer.parseInt(snapshot.picture(hit.ordinal()).id().substring(1)))
        .toList();
  }

  private static Expression<QueryVector> atom(int axis) {
    return new Expression.Atom<>(axis(axis));
  }

  private static QueryVector axis(int axis) {
    float[] vector = new float[DIMENSION];
    vector[axis] = 1;
    return new QueryVector(vector, Kind.TEXT);
  }

  private List<float[]> probes() {
    var probes = new ArrayList<float[]>();
    for (int i = 0; i < 16; i++) {
      probes.add(Embeddings.normalize(noise()));
    }
    return probes;
  }

  private float[] noise() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (0.125 * random.nextGaussian());
    }
    return vector;
  }

  private static IndexEntry entry(int number, float[] vector) {
    var metadata = new TreeMap<>(Map.of("number", Integer.toString(number)));
    return new IndexEntry(
        new IndexedPicture("p" + number, "s", "t", "word" + number, metadata),
        Embeddings.normalize(vector));
  }
}
