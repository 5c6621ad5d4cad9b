package dev.jclip.search.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.embed.Embeddings;
import dev.jclip.error.IndexException;
import dev.jclip.search.EmbeddingIndex;
import dev.jclip.search.EmbeddingIndexContractTest;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.MissingIndexException;
import dev.jclip.search.query.RecallMeasurement;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LuceneIndexTest extends EmbeddingIndexContractTest {
  @TempDir private Path parent;

  @Override
  protected EmbeddingIndex create(Path folder, IndexModel model) {
    return LuceneIndex.create(folder, model, VectorStorage.FLOAT32);
  }

  @Override
  protected EmbeddingIndex open(Path folder) {
    return LuceneIndex.open(folder);
  }

  @Test
  void vectorsMayBeLongerThanLucenesLimit() {
    int dimension = 1280;
    Path folder = parent.resolve("long");
    for (VectorStorage storage : VectorStorage.values()) {
      Path index = folder.resolve(storage.name());
      try (var written = LuceneIndex.create(index, new IndexModel("m", "f", dimension), storage)) {
        written.put(entry("a", axis(dimension, 1279)));
        written.commit(Map.of());
      }
      try (IndexSnapshot snapshot = LuceneSnapshot.open(index)) {
        assertThat(snapshot.vector(snapshot.find("a").orElseThrow()))
            .isEqualTo(axis(dimension, 1279));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 0.95, 0.9", "INT8, 0.95, 0.9", "BIT1, 0.75, 0.95"}) // 64 bits are few
  void aCompactIndexHasAGraphThatFindsNearlyAll(
      VectorStorage storage, double least, double mostOfFewCandidates) {
    int dimension = 64;
    var random = new Random(7);
    List<float[]> centres = Stream.generate(() -> unit(random, dimension)).limit(100).toList();
    Supplier<float[]> vectors =
        () -> {
          float[] centre = centres.get(random.nextInt(centres.size()));
          return Embeddings.normalize(
              Embeddings.mean(List.of(centre, centre, unit(random, dimension))));
        };
    Path folder = parent.resolve("large");
    List<IndexEntry> entries =
        IntStream.range(0, 12_000).mapToObj(i -> entry("p" + i, vectors.get())).toList();
    try (var index = LuceneIndex.create(folder, new IndexModel("m", "f", dimension), storage)) {
      index.put(entries);
      index.commit(Map.of("note", "kept"));
      index.compact();
    }
    try (IndexSnapshot snapshot = LuceneSnapshot.open(folder)) {
      assertThat(snapshot.notes()).containsEntry("note", "kept");
      assertThat(snapshot.size()).isEqualTo(entries.size());
      List<float[]> queries = Stream.generate(() -> unit(random, dimension)).limit(50).toList();
      assertThat(recall(snapshot, queries, 200)).isGreaterThan(least);
      assertThat(recall(snapshot, queries, 1)).isLessThan(mostOfFewCandidates);
    }
  }

  private static double recall(IndexSnapshot snapshot, List<float[]> queries, int candidates) {
    return new RecallMeasurement(snapshot, 10, new Accuracy.Approximate(candidates))
        .of(queries)
        .recall();
  }

  private static float[] unit(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embeddings.normalize(vector);
  }

  @Test
  void oneProcessWritesAtATime() {
    Path folder = parent.resolve("index");
    try (EmbeddingIndex _ = create(folder, new IndexModel("m", "f", 2))) {
      assertThatThrownBy(() -> LuceneIndex.open(folder))
          .isInstanceOf(IndexException.class)
          .hasMessage(folder + ": another process is writing to it; wait for its end, or end it");
    }
  }

  @Test
  void whatIsNoIndexIsSaidToBeNone() throws IOException {
    assertThat(LuceneIndex.exists(parent.resolve("nothing"))).isFalse();
    assertThatThrownBy(() -> LuceneSnapshot.open(parent.resolve("nothing")))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("no index is there");
    assertThatThrownBy(() -> LuceneIndex.open(parent.resolve("nothing")))
        .isInstanceOf(MissingIndexException.class);
    assertThat(parent.resolve("nothing")).as("opening makes no folder").doesNotExist();
    Path file = Files.writeString(parent.resolve("file"), "x");
    assertThatThrownBy(() -> LuceneSnapshot.open(file)).isInstanceOf(IndexException.class);
  }

  @Test
  void aCutFileIsNamed() throws IOException {
    Path folder = parent.resolve("index");
    try (EmbeddingIndex index = create(folder, new IndexModel("m", "f", 2))) {
      index.put(entry("a", axis(2, 0)));
      index.commit(Map.of());
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.cfs")) {
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      }
    }
    assertThatThrownBy(() -> LuceneSnapshot.open(folder))
        .isInstanceOf(IndexException.class)
        .hasMessageStartingWith(folder + ": damaged: ")
        .hasMessageContaining("repair the index");
  }

  private static IndexEntry entry(String id, float[] vector) {
    return new IndexEntry(new IndexedPicture(id, "s", "t", "", new TreeMap<>()), vector);
  }
}
