package dev.jclip.search.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexedPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryPointsTest {
  private static final int DIMENSION = 64;
  private static final int GROUPS = 100;

  @TempDir private Path folder;
  private final Random random = new Random(3);
  private final List<float[]> centres = Stream.generate(this::unit).limit(GROUPS).toList();

  @Test
  void theyAreOfTheQuerysGroup() throws IOException {
    write(12_000);
    try (var directory = FSDirectory.open(folder);
        var reader = DirectoryReader.open(directory)) {
      EntryPoints points = EntryPoints.of(reader.leaves().getFirst()).orElseThrow();
      long found =
          IntStream.range(0, GROUPS)
              .filter(group -> Arrays.stream(points.nearest(near(group))).anyMatch(isOf(group)))
              .count();
      assertThat(found).isGreaterThan(95);
      assertThat(points.nearest(near(0))).hasSize(16).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void searchesBeginAtThem() throws IOException {
    write(12_000);
    float[] query = near(0);
    try (var directory = FSDirectory.open(folder);
        var reader = DirectoryReader.open(directory)) {
      LeafReaderContext leaf = reader.leaves().getFirst();
      EntryPoints points = EntryPoints.of(leaf).orElseThrow();
      KnnSearchStrategy strategy =
          new GraphQuery(query, 10, null, _ -> Optional.of(points))
              .getKnnCollectorManager(10, new IndexSearcher(reader))
              .newCollector(1000, KnnSearchStrategy.Hnsw.DEFAULT, leaf)
              .getSearchStrategy();
      var begun = new ArrayList<Integer>();
      DocIdSetIterator entries = ((KnnSearchStrategy.Seeded) strategy).entryPoints();
      while (entries.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        begun.add(entries.docID());
      }
      assertThat(begun).isEqualTo(Arrays.stream(points.nearest(query)).boxed().toList());
    }
  }

  @Test
  void smallSegmentsHaveNone() throws IOException {
    write(9_999);
    try (var directory = FSDirectory.open(folder);
        var reader = DirectoryReader.open(directory)) {
      assertThat(EntryPoints.of(reader.leaves().getFirst())).isEmpty();
    }
  }

  private static IntPredicate isOf(int group) {
    return document -> document % GROUPS == group;
  }

  private void write(int count) {
    try (var index =
        LuceneIndex.create(folder, new IndexModel("m", "f", DIMENSION), VectorStorage.FLOAT32)) {
      index.put(IntStream.range(0, count).mapToObj(this::entry).toList());
      index.commit(Map.of());
    }
  }

  private IndexEntry entry(int number) {
    return new IndexEntry(
        new IndexedPicture("p" + number, "s", "t", "", new TreeMap<>()), near(number % GROUPS));
  }

  private float[] near(int group) {
    float[] centre = centres.get(group);
    return Embeddings.normalize(Embeddings.mean(List.of(centre, centre, unit())));
  }

  private float[] unit() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embeddings.normalize(vector);
  }
}
