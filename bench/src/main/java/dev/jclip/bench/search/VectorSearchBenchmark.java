package dev.jclip.bench.search;

import dev.jclip.search.IndexEntry;
import dev.jclip.search.IndexModel;
import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.IndexedPicture;
import dev.jclip.search.Match;
import dev.jclip.search.lucene.LuceneIndex;
import dev.jclip.search.lucene.LuceneSnapshot;
import dev.jclip.search.lucene.VectorStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Builds indexes of clustered vectors, and measures building, size, speed and recall; writes the
 * vectors and queries for {@code faiss_search.py} to do the same with.
 */
public final class VectorSearchBenchmark {
  private static final int CENTRES = 1000;
  private static final double SPREAD = 0.7;
  private static final int QUERIES = 500;
  private static final int QUERIES_WITH_TRUTH = 100;
  private static final int RESULTS = 10;
  private static final int TURNS = 5;
  private static final double WARM_SECONDS = 10;
  private static final int BATCH = 1000;
  private static final int[] CANDIDATES = {10, 20, 30, 50, 70, 100, 200, 400};

  private final Path folder;
  private final int count;
  private final int dimension;

  private VectorSearchBenchmark(Path folder, int count, int dimension) {
    this.folder = folder;
    this.count = count;
    this.dimension = dimension;
  }

  /**
   * Runs it.
   *
   * @param args a folder, how many vectors, their length, and storages to measure; vectors and
   *     indexes that are there are not made again
   */
  public static void main(String[] args) throws IOException {
    var benchmark =
        new VectorSearchBenchmark(
            Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    benchmark.makeVectors();
    for (String storage : List.of(args).subList(3, args.length)) {
      benchmark.measure(VectorStorage.valueOf(storage.toUpperCase(Locale.ROOT)));
    }
  }

  private Path base() {
    return folder.resolve("base.f32");
  }

  private Path queries() {
    return folder.resolve("queries.f32");
  }

  private void makeVectors() throws IOException {
    if (!Files.exists(queries())) {
      Files.createDirectories(folder);
      var vectors = new ClusteredVectors(CENTRES, dimension, SPREAD, 1);
      VectorFile.write(base(), vectors, 0, count);
      VectorFile.write(queries(), vectors, count, QUERIES);
    }
  }

  private void measure(VectorStorage storage) throws IOException {
    Path index = folder.resolve(storage.name());
    if (!LuceneIndex.exists(index)) {
      build(index, storage);
    }
    float[][] queries = new float[QUERIES][];
    Arrays.setAll(queries, VectorFile.open(queries(), dimension)::get);
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index)) {
      List<Set<Integer>> truth = new ArrayList<>();
      long began = System.nanoTime();
      for (int i = 0; i < QUERIES_WITH_TRUTH; i++) {
        truth.add(found(snapshot, queries[i], Accuracy.EXACT));
      }
      System.out.printf(
          Locale.ROOT,
          "{\"system\":\"lucene\",\"storage\":\"exact\",\"qps\":%.1f}%n",
          QUERIES_WITH_TRUTH / seconds(began));
      warm(snapshot, queries);
      for (int candidates : CANDIDATES) {
        report(storage, snapshot, queries, truth, new Accuracy.Approximate(candidates));
      }
    }
  }

  private void build(Path folder, VectorStorage storage) throws IOException {
    var model = new IndexModel("random", "random", dimension);
    long began = System.nanoTime();
    VectorFile file = VectorFile.open(base(), dimension);
    try (LuceneIndex index = LuceneIndex.create(folder, model, storage)) {
      IntStream.range(0, Math.ceilDiv(count, BATCH))
          .parallel()
          .forEach(batch -> index.put(entries(file, batch)));
      double put = seconds(began);
      index.compact();
      System.out.printf(
          Locale.ROOT,
          "{\"system\":\"lucene\",\"storage\":\"%s\",\"vectors\":%d,\"put_s\":%.1f,\"build_s\":%.1f,\"bytes\":%s}%n",
          storage,
          count,
          put,
          seconds(began),
          sizes(folder));
    }
  }

  private List<IndexEntry> entries(VectorFile file, int batch) {
    return IntStream.range(batch * BATCH, Math.min((batch + 1) * BATCH, count))
        .mapToObj(
            i ->
                new IndexEntry(
                    new IndexedPicture("p" + i, "s", "t", "", new TreeMap<>()), file.get(i)))
        .toList();
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static String sizes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, Long> sizes =
          files.collect(
              Collectors.groupingBy(
                  VectorSearchBenchmark::ending,
                  TreeMap::new,
                  Collectors.summingLong(file -> file.toFile().length())));
      return sizes.entrySet().stream()
          .map(entry -> "\"%s\":%d".formatted(entry.getKey(), entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Until the virtual machine has compiled what it will. */
  private static void warm(IndexSnapshot snapshot, float[][] queries) {
    long began = System.nanoTime();
    for (int i = 0; seconds(began) < WARM_SECONDS; i++) {
      snapshot.nearest(
          queries[i % QUERIES], RESULTS, Optional.empty(), new Accuracy.Approximate(50));
    }
  }

  private static void report(
      VectorStorage storage,
      IndexSnapshot snapshot,
      float[][] queries,
      List<Set<Integer>> truth,
      Accuracy.Approximate accuracy) {
    double[] perSecond = new double[TURNS];
    for (int turn = -1; turn < TURNS; turn++) { // the first is not counted
      long began = System.nanoTime();
      for (float[] query : queries) {
        snapshot.nearest(query, RESULTS, Optional.empty(), accuracy);
      }
      perSecond[Math.max(0, turn)] = QUERIES / seconds(began);
    }
    Arrays.sort(perSecond);
    double recall = 0;
    for (int i = 0; i < truth.size(); i++) {
      Set<Integer> results = found(snapshot, queries[i], accuracy);
      results.retainAll(truth.get(i));
      recall += (double) results.size() / RESULTS / truth.size();
    }
    System.out.printf(
        Locale.ROOT,
        "{\"system\":\"lucene\",\"storage\":\"%s\",\"candidates\":%d,\"qps\":%.1f,\"recall\":%.4f}%n",
        storage,
        accuracy.candidates(),
        perSecond[TURNS / 2],
        recall);
  }

  private static Set<Integer> found(IndexSnapshot snapshot, float[] query, Accuracy accuracy) {
    return snapshot.nearest(query, RESULTS, Optional.empty(), accuracy).stream()
        .map(Match::ordinal)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
