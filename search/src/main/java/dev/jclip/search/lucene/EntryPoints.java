package dev.jclip.search.lucene;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.Match;
import dev.jclip.search.Ranking;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.VectorUtil;

/**
 * Where to enter a segment's graph: at the nearest images of an even sample, of whose values only
 * the signs are compared, less those of their mean. HNSW's own way down from layer to layer keeps
 * one image in view, and where images lie in many groups apart it often ends in another group than
 * the query's. Immutable.
 */
final class EntryPoints {
  /** Smaller segments have no graph. */
  private static final int LEAST_SIZE = 10_000;

  /** How many times the root of their number is the sample. */
  private static final int SAMPLES_PER_ROOT = 4;

  private static final int ENTRIES = 16;

  private final List<Sample> samples;

  private EntryPoints(List<Sample> samples) {
    this.samples = samples;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Sample(int document, byte[] signs) {}

  /** Those of a segment; none if it is small. */
  static Optional<EntryPoints> of(LeafReaderContext leaf) throws IOException {
    Optional<SegmentVectors> vectors = SegmentVectors.of(leaf);
    int size = leaf.reader().maxDoc();
    if (vectors.isEmpty() || size < LEAST_SIZE) {
      return Optional.empty();
    }
    int count = SAMPLES_PER_ROOT * (int) Math.sqrt(size);
    var documents = new ArrayList<Integer>(count);
    var taken = new ArrayList<float[]>(count);
    for (int i = 0; i < count; i++) {
      int document = (int) ((long) i * size / count);
      if (vectors.get().advance(leaf.docBase + document)) {
        documents.add(document);
        taken.add(vectors.get().vector().clone());
      }
    }
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    float[] mean = Embeddings.mean(taken);
    return Optional.of(
        new EntryPoints(
            IntStream.range(0, taken.size())
                .mapToObj(i -> new Sample(documents.get(i), signs(taken.get(i), mean)))
                .toList()));
  }

  private static byte[] signs(float[] vector, float[] mean) {
    byte[] signs = new byte[Math.ceilDiv(vector.length, Byte.SIZE)];
    for (int i = 0; i < vector.length; i++) {
      if (vector[i] > mean[i]) {
        signs[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
      }
    }
    return signs;
  }

  /** The segment's documents to begin at, rising. */
  int[] nearest(float[] query) {
    byte[] signs = signs(query, new float[query.length]);
    return Ranking.best(
            samples.size(), i -> -VectorUtil.xorBitCount(signs, samples.get(i).signs()), ENTRIES)
        .stream()
        .mapToInt(Match::ordinal)
        .map(i -> samples.get(i).document())
        .sorted()
        .toArray();
  }
}
