package dev.jclip.search.lucene;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * What an approximate search compares. The vectors as they were put in are kept beside the smaller
 * forms; the best by those are compared again with them.
 */
public enum VectorStorage {
  /** Values of 32 bits. */
  FLOAT32(1),
  /** Values of 8 bits. */
  INT8(2),
  /** Values of 1 bit, against queries of 4. */
  BIT1(30);

  /** M and efConstruction of HNSW (arXiv 1603.09320, section 4). */
  private static final int CONNECTIONS = 16;

  private static final int BEAM = 100;

  /**
   * A merged segment gets a graph if it has more than this times the logarithm of its images: from
   * some 10,000 on. All vectors of smaller ones are compared in a few milliseconds.
   */
  private static final int GRAPH_THRESHOLD = 1086;

  /**
   * A flushed segment gets none: it is soon merged, and a graph of parts takes as long as of all.
   */
  private static final int NO_GRAPH = Integer.MAX_VALUE;

  private final int oversampling;

  VectorStorage(int oversampling) {
    this.oversampling = oversampling;
  }

  /** How many more candidates than results are compared again. */
  int oversampling() {
    return oversampling;
  }

  KnnVectorsFormat format() {
    return new LongVectorsFormat(format(NO_GRAPH), format(GRAPH_THRESHOLD));
  }

  private KnnVectorsFormat format(int graphThreshold) {
    return switch (this) {
      case FLOAT32 ->
          new Lucene99HnswVectorsFormat(
              CONNECTIONS, BEAM, LuceneIndex.MERGE_WORKERS, null, graphThreshold);
      case INT8 -> quantized(ScalarEncoding.UNSIGNED_BYTE, graphThreshold);
      case BIT1 -> quantized(ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE, graphThreshold);
    };
  }

  private static KnnVectorsFormat quantized(ScalarEncoding encoding, int graphThreshold) {
    return new Lucene104HnswScalarQuantizedVectorsFormat(
        encoding, CONNECTIONS, BEAM, LuceneIndex.MERGE_WORKERS, null, graphThreshold);
  }
}
