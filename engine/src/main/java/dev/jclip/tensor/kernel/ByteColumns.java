package dev.jclip.tensor.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Products of a few rows of float32 with columns of 8-bit integers. Of so few rows each weight is
 * read from memory for little work, so what counts is how few bytes it has. The loops are such that
 * Java's compiler uses vector instructions for them: of more terms at once it does not. For one
 * thread.
 */
public final class ByteColumns {
  /** How many columns lie together, and are computed at once. */
  public static final int COLUMNS = 256;

  /** What the number of values in a row must be a multiple of. */
  public static final int DEPTH_TOGETHER = 4;

  /** For how many rows a weight is read once. */
  public static final int ROWS_TOGETHER = 4;

  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  /**
   * [ROWS_TOGETHER, COLUMNS]; a row's place is a constant, so that none can be taken for another.
   */
  private final float[] sums = new float[ROWS_TOGETHER * COLUMNS];

  /**
   * Multiplies rows.
   *
   * @param x rows of {@code depth} values, one behind the other
   * @param first where the first of them begins
   * @param rows how many of them, at most {@link #ROWS_TOGETHER}; more than one take as long as all
   * @param columns [depth, COLUMNS], int8
   * @return the products, a row behind the other, COLUMNS of each; valid until the next call
   */
  public float[] multiply(float[] x, int first, int rows, int depth, MemorySegment columns) {
    Arrays.fill(sums, 0);
    if (rows == 1) {
      addRow(x, first, depth, columns);
    } else {
      int[] starts = new int[ROWS_TOGETHER];
      for (int i = 0; i < ROWS_TOGETHER; i++) {
        starts[i] = first + Math.min(i, rows - 1) * depth;
      }
      addRows(x, starts, depth, columns);
    }
    return sums;
  }

  private void addRow(float[] x, int first, int depth, MemorySegment columns) {
    for (int k = 0; k < depth; k += DEPTH_TOGETHER) {
      addTerms(x[first + k], x[first + k + 1], x[first + k + 2], x[first + k + 3], k, columns);
    }
  }

  private void addTerms(float x0, float x1, float x2, float x3, int k, MemorySegment columns) {
    float[] y = sums;
    long start = (long) k * COLUMNS;
    for (int i = 0; i < COLUMNS; i++) {
      float sum = Math.fma(x0, (float) columns.get(BYTE, start + i), y[i]);
      sum = Math.fma(x1, (float) columns.get(BYTE, start + COLUMNS + i), sum);
      sum = Math.fma(x2, (float) columns.get(BYTE, start + 2 * COLUMNS + i), sum);
      y[i] = Math.fma(x3, (float) columns.get(BYTE, start + 3 * COLUMNS + i), sum);
    }
  }

  private void addRows(float[] x, int[] starts, int depth, MemorySegment columns) {
    float[] y = sums;
    int a = starts[0];
    int b = starts[1];
    int c = starts[2];
    int d = starts[3];
    for (int k = 0; k < depth; k += 2) {
      float a0 = x[a + k];
      float a1 = x[a + k + 1];
      float b0 = x[b + k];
      float b1 = x[b + k + 1];
      float c0 = x[c + k];
      float c1 = x[c + k + 1];
      float d0 = x[d + k];
      float d1 = x[d + k + 1];
      long start = (long) k * COLUMNS;
      for (int i = 0; i < COLUMNS; i++) {
        float w0 = columns.get(BYTE, start + i);
        float w1 = columns.get(BYTE, start + COLUMNS + i);
        y[i] = Math.fma(a1, w1, Math.fma(a0, w0, y[i]));
        y[COLUMNS + i] = Math.fma(b1, w1, Math.fma(b0, w0, y[COLUMNS + i]));
        y[2 * COLUMNS + i] = Math.fma(c1, w1, Math.fma(c0, w0, y[2 * COLUMNS + i]));
        y[3 * COLUMNS + i] = Math.fma(d1, w1, Math.fma(d0, w0, y[3 * COLUMNS + i]));
      }
    }
  }
}
