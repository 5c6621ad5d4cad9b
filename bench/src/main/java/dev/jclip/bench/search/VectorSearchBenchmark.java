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
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds indexes of clustered vectors, and measures building, size, speed and recall; writes the
 * vectors and queries for {@code faiss_search.py} to do the same with.
 */
public final class VectorSearchBenchmark {
  private static final int CENTRES = 1000;
  private static final double SPREAD = 0.7;
  private static final int QUERIES = 500;
  private static final int RESULTS = 10;
  private static final int[] CANDIDATES = {10, 20, 50, 100, 200, 400};

  private final Path folder;
  private final int count;
  private final int dimension;
  private final ClusteredVectors vectors;

  private VectorSearchBenchmark(Path folder, int count, int dimension) {
    this.folder = folder;
    this.count = count;
    this.dimension = dimension;
    vectors = new ClusteredVectors(CENTRES, dimension, SPREAD, 1);
  }

  /**
   * Runs it.
   *
   * @param args an empty folder, how many vectors, their length, and storages to measure (an index
   *     that is there is not built again), or {@code vectors} to write the vectors only
   */
  public static void main(String[] args) throws IOException {
    var benchmark =
        new VectorSearchBenchmark(
            Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    for (String what : List.of(args).subList(3, args.length)) {
      if (what.equals("vectors")) {
        benchmark.write("base.f32", 0, benchmark.count);
        benchmark.write("queries.f32", benchmark.count, QUERIES);
      } else {
        benchmark.measure(VectorStorage.valueOf(what.toUpperCase(Locale.ROOT)));
      }
    }
  }

  private void write(String name, int from, int number) throws IOException {
    Files.createDirectories(folder);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), 1 << 20)) {
      ByteBuffer bytes =
          ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < number; i++) {
        bytes.asFloatBuffer().put(vectors.get(from + i));
        out.write(bytes.array());
      }
    }
  }

  private void measure(VectorStorage storage) throws IOException {
    Path index = folder.resolve(storage.name());
    if (!LuceneIndex.exists(index)) {
      long began = System.nanoTime();
      build(index, storage);
      System.out.printf(
          Locale.ROOT,
          "{\"system\":\"lucene\",\"storage\":\"%s\",\"vectors\":%d,\"build_s\":%.1f,\"bytes\":%s}%n",
          storage,
          count,
          (System.nanoTime() - began) / 1e9,
          sizes(index));
    }
    try (IndexSnapshot snapshot = LuceneSnapshot.open(index)) {
      List<Set<String>> truth = new ArrayList<>();
      long exactBegan = System.nanoTime();
      for (int i = 0; i < QUERIES / 5; i++) {
        truth.add(ids(snapshot, query(i), RESULTS, RESULTS, Accuracy.EXACT));
      }
      double exact = QUERIES / 5 / ((System.nanoTime() - exactBegan) / 1e9);
      System.out.printf(
          Locale.ROOT, "{\"system\":\"lucene\",\"storage\":\"exact\",\"qps\":%.1f}%n", exact);
      for (int candidates : CANDIDATES) {
        report(storage, snapshot, truth, candidates);
      }
    }
  }

  private void build(Path folder, VectorStorage storage) {
    var model = new IndexModel("random", "random", dimension);
    try (LuceneIndex index = LuceneIndex.create(folder, model, storage)) {
      for (int i = 0; i < count; i++) {
        var picture = new IndexedPicture("p" + i, "s", "t", "", new TreeMap<>());
        index.put(new IndexEntry(picture, vectors.get(i)));
      }
      index.compact(Map.of());
    }
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

  private void report(
      VectorStorage storage, IndexSnapshot snapshot, List<Set<String>> truth, int candidates) {
    for (int i = 0; i < QUERIES; i++) { // warm
      snapshot.nearest(query(i), candidates, Optional.empty(), Accuracy.APPROXIMATE);
    }
    float[][] queries = new float[QUERIES][];
    for (int i = 0; i < QUERIES; i++) {
      queries[i] = query(i);
    }
    long began = System.nanoTime();
    for (float[] query : queries) {
      snapshot.nearest(query, candidates, Optional.empty(), Accuracy.APPROXIMATE);
    }
    double perSecond = QUERIES / ((System.nanoTime() - began) / 1e9);
    double found = 0;
    for (int i = 0; i < truth.size(); i++) {
      Set<String> results = ids(snapshot, queries[i], candidates, RESULTS, Accuracy.APPROXIMATE);
      results.retainAll(truth.get(i));
      found += (double) results.size() / RESULTS / truth.size();
    }
    System.out.printf(
        Locale.ROOT,
        "{\"system\":\"lucene\",\"storage\":\"%s\",\"candidates\":%d,\"qps\":%.1f,\"recall\":%.4f}%n",
        storage,
        candidates,
        perSecond,
        found);
  }

  private static Set<String> ids(
      IndexSnapshot snapshot, float[] query, int candidates, int results, Accuracy accuracy) {
    List<Match> matches = snapshot.nearest(query, candidates, Optional.empty(), accuracy);
    var ids = new HashSet<String>();
    for (Match match : matches.subList(0, Math.min(results, matches.size()))) {
      ids.add(snapshot.picture(match.ordinal()).id());
    }
    return ids;
  }

  private float[] query(int number) {
    return vectors.get(count + number);
  }
}
