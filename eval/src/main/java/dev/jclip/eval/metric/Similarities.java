package dev.jclip.eval.metric;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Dot products of many vectors with many others, in float32 as the peers compute them. */
final class Similarities {
  private static final int BLOCK = 256;

  private final float[][][] blocks; // [block][E][up to BLOCK]
  private final int columns;

  /** Takes the vectors that all others are compared with: the columns. */
  Similarities(List<float[]> vectors) {
    columns = vectors.size();
    blocks =
        IntStream.range(0, (columns + BLOCK - 1) / BLOCK)
            .mapToObj(
                block ->
                    transposed(
                        vectors.subList(block * BLOCK, Math.min(columns, (block + 1) * BLOCK))))
            .toArray(float[][][]::new);
  }

  private static float[][] transposed(List<float[]> vectors) {
    float[][] transposed = new float[vectors.getFirst().length][vectors.size()];
    for (int column = 0; column < vectors.size(); column++) {
      float[] vector = vectors.get(column);
      if (vector.length != transposed.length) {
        throw new IllegalArgumentException(
            "expected vectors of one length, found %d and %d"
                .formatted(transposed.length, vector.length));
      }
      for (int e = 0; e < vector.length; e++) {
        transposed[e][column] = vector[e];
      }
    }
    return transposed;
  }

  /** The similarities of one vector with all columns. */
  float[] of(float[] vector) {
    if (blocks.length > 0 && vector.length != blocks[0].length) {
      throw new IllegalArgumentException(
          "expected vectors of one length, found %d and %d; do they come from different models?"
              .formatted(blocks[0].length, vector.length));
    }
    float[] similarities = new float[columns];
    for (int block = 0; block < blocks.length; block++) {
      float[] sums = new float[blocks[block][0].length];
      for (int e = 0; e < vector.length; e++) {
        addScaled(sums, vector[e], blocks[block][e]);
      }
      System.arraycopy(sums, 0, similarities, block * BLOCK, sums.length);
    }
    return Ranking.requireNumbers(similarities);
  }

  private static void addScaled(float[] sums, float factor, float[] values) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * values[i];
    }
  }

  /** Something of each row's similarities, in order, computed on all cores. */
  <T> Stream<T> rows(List<float[]> vectors, RowFunction<T> function) {
    IntFunction<T> row = i -> function.apply(i, of(vectors.get(i)));
    return IntStream.range(0, vectors.size()).parallel().mapToObj(row);
  }

  /** What is made of one row. */
  interface RowFunction<T> {
    T apply(int row, float[] similarities);
  }
}
