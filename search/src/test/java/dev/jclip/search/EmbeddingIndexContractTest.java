package dev.jclip.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexSnapshot.Stamp;
import dev.jclip.search.expression.Comparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every index must do; each implementation's test extends it. */
public abstract class EmbeddingIndexContractTest {
  private static final int DIMENSION = 24;
  private static final IndexModel MODEL = new IndexModel("some model", "a1b2c3", DIMENSION);
  private static final List<Accuracy> ACCURACIES = List.of(Accuracy.EXACT, Accuracy.APPROXIMATE);

  private final Random random = new Random(7);

  @TempDir private Path folder;

  /** An empty index. */
  protected abstract EmbeddingIndex create(Path folder, IndexModel model);

  /** The index that was made in a folder. */
  protected abstract EmbeddingIndex open(Path folder);

  @Test
  void aNewIndexIsEmptyAndKnowsItsModel() {
    try (EmbeddingIndex index = create(folder, MODEL);
        IndexSnapshot snapshot = index.snapshot()) {
      assertThat(index.model()).isEqualTo(MODEL);
      assertThat(snapshot.model()).isEqualTo(MODEL);
      assertThat(snapshot.size()).isZero();
      for (Accuracy accuracy : ACCURACIES) {
        assertThat(snapshot.nearest(vector(), 3, Optional.empty(), accuracy)).isEmpty();
      }
      assertThat(snapshot.sampledSimilarities(vector(), 10)).isEmpty();
      assertThat(snapshot.fullText("anything", 3, Optional.empty())).isEmpty();
    }
  }

  @Test
  void whatWasPutInComesOutAsItWas() {
    IndexEntry entry = entry("a/Ä 1.jpg", Map.of("colour", "Red", "year", "2011"));
    try (EmbeddingIndex index = create(folder, MODEL)) {
      index.put(entry);
      index.commit(Map.of("note", "kept"));
    }
    try (EmbeddingIndex index = open(folder);
        IndexSnapshot snapshot = index.snapshot()) {
      int ordinal = snapshot.find("a/Ä 1.jpg").orElseThrow();
      assertThat(snapshot.picture(ordinal)).isEqualTo(entry.picture());
      assertThat(snapshot.vector(ordinal)).isEqualTo(entry.vector());
      assertThat(snapshot.notes()).containsExactly(Map.entry("note", "kept"));
      assertThat(snapshot.fields()).containsExactly("colour", "year");
      var stamps = new ArrayList<Stamp>();
      snapshot.eachStamp(stamps::add);
      assertThat(stamps).containsExactly(new Stamp("a/Ä 1.jpg", "source", "stamp of a/Ä 1.jpg"));
    }
  }

  /** macOS writes the second form into names of files. */
  @Test
  void lettersAreTheSameComposedAndDecomposed() {
    String composed = "caf\u00e9";
    String decomposed = "cafe\u0301";
    try (EmbeddingIndex index = create(folder, MODEL)) {
      index.put(entry("a.jpg", Map.of("place", composed, "stra\u00dfe", "1")));
      index.put(entry("b/" + decomposed + ".jpg", Map.of("place", decomposed, "o\u0308l", "2")));
      index.commit(Map.of());
      try (IndexSnapshot snapshot = index.snapshot()) {
        for (String written :
            List.of(composed, decomposed, "CAFE\u0301", "*f\u00e9", "*fe\u0301")) {
          assertThat(
                  snapshot.nearest(
                      vector(),
                      9,
                      Optional.of(Comparison.parse("place:" + written)),
                      Accuracy.EXACT))
              .as(written)
              .hasSize(2);
        }
        for (String field : List.of("\u00f6l", "o\u0308l")) {
          assertThat(
                  snapshot.nearest(
                      vector(), 9, Optional.of(Comparison.parse(field + ">1")), Accuracy.EXACT))
              .as(field)
              .hasSize(1);
        }
        for (String words : List.of(composed, decomposed)) {
          assertThat(snapshot.fullText(words, 9, Optional.empty())).as(words).hasSize(1);
        }
        int stored = snapshot.find("b/" + decomposed + ".jpg").orElseThrow();
        assertThat(snapshot.picture(stored).metadata())
            .containsEntry("place", decomposed)
            .containsKey("o\u0308l");
      }
    }
  }

  @Test
  void exactSearchIsBruteForce() {
    List<IndexEntry> entries = entries(300);
    try (EmbeddingIndex index = create(folder, MODEL)) {
      for (int from = 0; from < 300; from += 100) { // several segments, if there is such a thing
        index.put(entries.subList(from, from + 100));
        index.commit(Map.of());
      }
      try (IndexSnapshot snapshot = index.snapshot()) {
        for (int i = 0; i < 20; i++) {
          float[] query = vector();
          List<Match> found = snapshot.nearest(query, 10, Optional.empty(), Accuracy.EXACT);
          assertThat(ids(snapshot, found)).isEqualTo(bruteForce(entries, query, 10));
          assertThat(found.getFirst().score())
              .isEqualTo(
                  Embeddings.dot(query, snapshot.vector(found.getFirst().ordinal())),
                  org.assertj.core.api.Assertions.within(1e-6));
          assertThat(
                  ids(
                      snapshot,
                      snapshot.nearest(query, 10, Optional.empty(), Accuracy.APPROXIMATE)))
              .isEqualTo(bruteForce(entries, query, 10));
        }
      }
    }
  }

  @Test
  void conditionsHoldForAllKindsOfSearch() {
    var where = Optional.of(Comparison.parse("year>=2012 and not colour:red"));
    try (EmbeddingIndex index = create(folder, MODEL)) {
      var expected = new ArrayList<String>();
      for (int i = 0; i < 60; i++) {
        String colour = List.of("Red", "Navy Blue", "Green").get(i % 3);
        int year = 2008 + i % 10;
        index.put(entry("p" + i, Map.of("colour", colour, "year", Integer.toString(year))));
        if (year >= 2012 && !colour.equals("Red")) {
          expected.add("p" + i);
        }
      }
      index.commit(Map.of());
      try (IndexSnapshot snapshot = index.snapshot()) {
        float[] query = vector();
        for (Accuracy accuracy : ACCURACIES) {
          assertThat(ids(snapshot, snapshot.nearest(query, 60, where, accuracy)))
              .containsExactlyInAnyOrderElementsOf(expected);
        }
        float[] all = snapshot.similarities(query, where);
        int matching = 0;
        for (float similarity : all) {
          matching += Float.isNaN(similarity) ? 0 : 1;
        }
        assertThat(matching).isEqualTo(expected.size());
        assertThat(ids(snapshot, snapshot.fullText("caption", 60, where)))
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Test
  void conditionsCompareNumbersByValueAndTheRestByLetters() {
    try (EmbeddingIndex index = create(folder, MODEL)) {
      index.put(entry("a", Map.of("n", "9", "taken", "2019-05-01T10:00:00", "c", "Navy Blue")));
      index.put(entry("b", Map.of("n", "10", "taken", "2021-01-01T10:00:00", "c", "blue")));
      index.put(entry("c", Map.of("n", "-2.5")));
      index.commit(Map.of());
      try (IndexSnapshot snapshot = index.snapshot()) {
        assertThat(matching(snapshot, "n>=9")).containsExactly("a", "b");
        assertThat(matching(snapshot, "n>9")).containsExactly("b");
        assertThat(matching(snapshot, "n<9")).containsExactly("c");
        assertThat(matching(snapshot, "n<=9")).containsExactly("a", "c");
        assertThat(matching(snapshot, "c>blue")).containsExactly("a");
        assertThat(matching(snapshot, "n=9.0")).containsExactly("a");
        assertThat(matching(snapshot, "taken>2020")).containsExactly("b");
        assertThat(matching(snapshot, "taken<=2019-12")).containsExactly("a");
        assertThat(matching(snapshot, "c:\"navy blue\"")).containsExactly("a");
        assertThat(matching(snapshot, "c:*BLUE")).containsExactly("a", "b");
        assertThat(matching(snapshot, "c!=blue")).containsExactly("a", "c");
        assertThatThrownBy(() -> matching(snapshot, "colour:red"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("colour: unknown field; this index has c, n, taken");
      }
    }
  }

  @Test
  void fullTextReadsCaptionsAndNames() {
    try (EmbeddingIndex index = create(folder, MODEL)) {
      index.put(entry("x/red_shoe-2.jpg", Map.of()));
      index.put(entry("x/other.jpg", Map.of()));
      index.commit(Map.of());
      try (IndexSnapshot snapshot = index.snapshot()) {
        assertThat(ids(snapshot, snapshot.fullText("Shoe (red)?", 5, Optional.empty())))
            .containsExactly("x/red_shoe-2.jpg");
        assertThat(snapshot.fullText("\"*:?", 5, Optional.empty())).isEmpty();
      }
    }
  }

  @Test
  void putReplacesAndDeleteTakesOut() {
    try (EmbeddingIndex index = create(folder, MODEL)) {
      index.put(List.of(entry("a", Map.of()), entry("b", Map.of()), entry("c", Map.of())));
      IndexEntry newer = entry("b", Map.of("colour", "Red"));
      index.put(newer);
      index.delete(List.of("c", "never there"));
      index.commit(Map.of());
      try (IndexSnapshot snapshot = index.snapshot()) {
        assertThat(snapshot.size()).isEqualTo(2);
        assertThat(snapshot.vector(snapshot.find("b").orElseThrow())).isEqualTo(newer.vector());
        assertThat(snapshot.find("c")).isEmpty();
        assertThat(snapshot.sampledSimilarities(vector(), 10)).hasSize(2);
      }
    }
  }

  @Test
  void whatIsDeletedIsInNoAnswer() {
    try (EmbeddingIndex index = create(folder, MODEL)) {
      index.put(entries(10));
      index.commit(Map.of());
      index.delete(List.of("p3", "p7"));
      index.commit(Map.of());
      try (IndexSnapshot snapshot = index.snapshot()) {
        var stamps = new ArrayList<String>();
        snapshot.eachStamp(stamp -> stamps.add(stamp.id()));
        assertThat(stamps).hasSize(8).doesNotContain("p3", "p7");
        assertThat(snapshot.sampledSimilarities(vector(), 100)).hasSize(8);
        assertThat(snapshot.fullText("caption", 100, Optional.empty())).hasSize(8);
        for (Accuracy accuracy : ACCURACIES) {
          assertThat(ids(snapshot, snapshot.nearest(vector(), 100, Optional.empty(), accuracy)))
              .containsExactlyInAnyOrderElementsOf(stamps);
        }
      }
    }
  }

  @Test
  void whatIsNotCommittedIsNotThere() {
    try (EmbeddingIndex index = create(folder, MODEL)) {
      index.put(entry("a", Map.of()));
      index.commit(Map.of());
      try (IndexSnapshot before = index.snapshot()) {
        index.put(entry("b", Map.of()));
        index.delete(List.of("a"));
        try (IndexSnapshot uncommitted = index.snapshot()) {
          assertThat(uncommitted.size()).isEqualTo(1);
          assertThat(uncommitted.find("a")).isPresent();
        }
        index.commit(Map.of());
        assertThat(before.find("b")).isEmpty();
        assertThat(before.picture(before.find("a").orElseThrow()).id()).isEqualTo("a");
      }
      index.put(entry("c", Map.of()));
    }
    try (EmbeddingIndex index = open(folder);
        IndexSnapshot snapshot = index.snapshot()) {
      assertThat(snapshot.find("b")).isPresent();
      assertThat(snapshot.find("c")).isEmpty();
    }
  }

  @Test
  void vectorsOfAnotherLengthAreRefused() {
    try (EmbeddingIndex index = create(folder, MODEL)) {
      var wrong = new IndexEntry(entry("a", Map.of()).picture(), new float[DIMENSION + 1]);
      assertThatThrownBy(() -> index.put(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a: expected a vector of 24 values, found 25");
      try (IndexSnapshot snapshot = index.snapshot()) {
        assertThatThrownBy(
                () -> snapshot.nearest(new float[3], 1, Optional.empty(), Accuracy.EXACT))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected a vector of 24 values");
      }
    }
  }

  /** Each commit holds images of one generation only, so a mixture would be seen. */
  @Test
  void eightReadersSeeCommitsOnlyWhileOneWrites() throws Exception {
    int pictures = 50;
    try (EmbeddingIndex index = create(folder, MODEL);
        ExecutorService readers = Executors.newFixedThreadPool(8)) {
      writeGeneration(index, pictures, 0);
      var ended = new AtomicBoolean();
      var results = new ArrayList<Future<Integer>>();
      for (int reader = 0; reader < 8; reader++) {
        long seed = reader;
        results.add(readers.submit(() -> readGenerations(index, pictures, ended, seed)));
      }
      for (int generation = 1; generation <= 30; generation++) {
        writeGeneration(index, pictures, generation);
      }
      ended.set(true);
      for (Future<Integer> result : results) {
        assertThat(result.get()).isPositive();
      }
    }
  }

  private void writeGeneration(EmbeddingIndex index, int pictures, int generation) {
    for (int i = 0; i < pictures; i++) {
      index.put(entry("p" + i, Map.of("generation", Integer.toString(generation))));
    }
    index.commit(Map.of("generation", Integer.toString(generation)));
  }

  private static int readGenerations(
      EmbeddingIndex index, int pictures, AtomicBoolean ended, long seed) {
    var random = new Random(seed);
    int reads = 0;
    do {
      try (IndexSnapshot snapshot = index.snapshot()) {
        List<Match> found =
            snapshot.nearest(unit(random), pictures, Optional.empty(), Accuracy.APPROXIMATE);
        assertThat(found).hasSize(pictures);
        for (Match match : found) {
          assertThat(snapshot.picture(match.ordinal()).metadata())
              .containsEntry("generation", snapshot.notes().get("generation"));
        }
        reads++;
      }
    } while (!ended.get());
    return reads;
  }

  private List<String> matching(IndexSnapshot snapshot, String where) {
    return ids(
            snapshot,
            snapshot.nearest(vector(), 100, Optional.of(Comparison.parse(where)), Accuracy.EXACT))
        .stream()
        .sorted()
        .toList();
  }

  private static List<String> ids(IndexSnapshot snapshot, List<Match> matches) {
    return matches.stream().map(match -> snapshot.picture(match.ordinal()).id()).toList();
  }

  private static List<String> bruteForce(List<IndexEntry> entries, float[] query, int count) {
    Map<String, Double> scores = new HashMap<>();
    entries.forEach(
        entry -> scores.put(entry.picture().id(), Embeddings.dot(query, entry.vector())));
    return scores.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(count)
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<IndexEntry> entries(int count) {
    var entries = new ArrayList<IndexEntry>();
    for (int i = 0; i < count; i++) {
      entries.add(entry("p" + i, Map.of()));
    }
    return entries;
  }

  private IndexEntry entry(String id, Map<String, String> metadata) {
    return new IndexEntry(
        new IndexedPicture(id, "source", "stamp of " + id, "a caption", new TreeMap<>(metadata)),
        vector());
  }

  private float[] vector() {
    return unit(random);
  }

  private static float[] unit(Random random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embeddings.normalize(vector);
  }

  /** For implementations' tests. */
  protected static float[] axis(int dimension, int axis) {
    float[] vector = new float[dimension];
    Arrays.fill(vector, 0);
    vector[axis] = 1;
    return vector;
  }
}
