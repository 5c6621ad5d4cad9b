package dev.jclip.nn.fast.bfloat16;

import dev.jclip.nn.fast.rows.RowSoftmax;
import dev.jclip.tensor.kernel.Bfloat16Kernel;
import dev.jclip.tensor.kernel.MatrixMemory;
import dev.jclip.tensor.kernel.Transposition;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Some heads of a sequence whose attention is computed together, and the memory for it: a row for
 * each token that attends, in which the tokens it attends to stand head by head. Its {@link
 * RowSoftmax} is exact in one pass for rows whose greatest logit is less by up to 70 than that of
 * all. For one thread.
 */
final class HeadsAttention {
  /** The depth the matrix unit multiplies at once. */
  private static final int DEPTH_TOGETHER = 32;

  /** The columns the matrix unit has at once. */
  private static final int COLUMNS_TOGETHER = 16;

  private static final float LOG2_E = 1.442695f;

  /** What is added to a number's exponent, so that none is negative. */
  private static final float EXPONENTS = 126;

  /** A row with less may lack what was too little for a bfloat16. */
  private static final float LEAST_SUM = 0x1p-100f;

  private static final int ONE = 0x3f80;

  private final int tokens;
  private final int width;
  private final int depth;
  private final int heads;
  private final int columns;
  private final int rowLength;
  private final int sumLength;
  private final int[] keys; // [d / 2, heads, columns]
  private final float[] logits; // [N, heads, columns]
  private final short[] weights; // [N, heads, columns]
  private final short[] valuesByChannel; // [d, columns]
  private final int[] values; // [columns / 2, d and ones]
  private final float[] sums; // [N, d and the weights']
  private final RowSoftmax softmax;

  /**
   * Memory for some heads.
   *
   * @param tokens N
   * @param width D
   * @param depth d, even
   * @param heads how many
   */
  HeadsAttention(int tokens, int width, int depth, int heads) {
    this.tokens = tokens;
    this.width = width;
    this.depth = depth;
    this.heads = heads;
    columns = columns(tokens);
    rowLength = heads * columns;
    sumLength = depth + COLUMNS_TOGETHER;
    keys = new int[depth / 2 * rowLength];
    logits = new float[tokens * rowLength];
    weights = new short[tokens * rowLength];
    valuesByChannel = new short[depth * columns];
    values = new int[columns / 2 * sumLength];
    sums = new float[tokens * sumLength];
    softmax = new RowSoftmax(tokens, columns);
    for (int token = 0; token < tokens; token++) {
      values[token / 2 * sumLength + depth] |= token % 2 == 0 ? ONE : ONE << Short.SIZE;
    }
  }

  /** How many columns a head has. */
  static int columns(int tokens) {
    return Math.ceilDiv(tokens, DEPTH_TOGETHER) * DEPTH_TOGETHER;
  }

  /**
   * Lets the tokens of a sequence attend.
   *
   * @param projected [B, N, 3D], bfloat16: queries, keys and values
   * @param attended [B, N, D], float32
   * @param sequence which of B
   * @param first the first of the heads
   */
  void attend(MemorySegment projected, MemorySegment attended, int sequence, int first) {
    MemorySegment from = projected.asSlice(3L * width * tokens * sequence * Short.BYTES);
    MemorySegment to = attended.asSlice((long) width * tokens * sequence * Float.BYTES);
    for (int head = 0; head < heads; head++) {
      multiplyKeys(from, (first + head) * depth, head * columns);
    }
    softmax.apply(
        logits,
        tokens * heads,
        greatest -> exponentials(logits, greatest, weights),
        () -> multiplyValues(from, to, first));
  }

  private void multiplyKeys(MemorySegment projected, int channel, int column) {
    MatrixMemory queriesOfHead = projected(projected, channel);
    MatrixMemory keysOfHead = projected(projected, width + channel);
    MatrixMemory transposed = new MatrixMemory(memory(keys, column), rowLength);
    Transposition.of32(tokens, depth / 2, inPairs(keysOfHead), transposed);
    var products = new MatrixMemory(memory(logits, column), rowLength);
    Bfloat16Kernel.multiply(tokens, columns, depth, queriesOfHead, transposed, products);
  }

  /**
   * The bits of {@code exp(x - greatest)} in bfloat16, to within its rounding. A number's bits are
   * its logarithm but for a function of the fraction, here a polynomial to within 0.0001.
   */
  private static void exponentials(float[] x, float greatest, short[] bits) {
    float unitsToWholes = 0x1p23f;
    float bitsPerExponent = 0x1p7f;
    for (int i = 0; i < x.length; i++) {
      float exponent = Math.max(Math.fma(x[i] - greatest, LOG2_E, EXPONENTS), 0);
      float fraction = exponent - (exponent - 0.5f + unitsToWholes - unitsToWholes); // 0 to 1
      float bend = fraction * (fraction - 1) * Math.fma(fraction, 0.07826797f, 0.30457565f);
      bits[i] = (short) (int) Math.fma(exponent + bend, bitsPerExponent, bitsPerExponent + 0.5f);
    }
  }

  /** Whether the weights of all rows were enough for a bfloat16. */
  private boolean multiplyValues(MemorySegment projected, MemorySegment attended, int first) {
    boolean enough = true;
    for (int head = 0; head < heads; head++) {
      int channel = (first + head) * depth;
      multiplyValues(projected(projected, 2 * width + channel), head * columns);
      for (int token = 0; token < tokens; token++) {
        int at = token * sumLength;
        float sum = sums[at + depth];
        enough &= sum >= LEAST_SUM;
        scale(sums, at, depth, 1 / sum);
        long to = ((long) token * width + channel) * Float.BYTES;
        MemorySegment.copy(sums, at, attended, ValueLayout.JAVA_FLOAT, to, depth);
      }
    }
    return enough;
  }

  private void multiplyValues(MatrixMemory valuesOfHead, int column) {
    var byChannel = new MatrixMemory(MemorySegment.ofArray(valuesByChannel), columns);
    var inPairs = new MatrixMemory(memory(values, 0), sumLength);
    Transposition.of16(tokens, depth, valuesOfHead, byChannel);
    Transposition.of32(depth, columns / 2, inPairs(byChannel), inPairs);
    var weightsOfHead =
        new MatrixMemory(
            MemorySegment.ofArray(weights).asSlice((long) column * Short.BYTES), rowLength);
    var products = new MatrixMemory(memory(sums, 0), sumLength);
    Bfloat16Kernel.multiply(tokens, sumLength, columns, weightsOfHead, inPairs, products);
  }

  private static void scale(float[] row, int first, int count, float factor) {
    for (int i = 0; i < count; i++) {
      row[first + i] *= factor;
    }
  }

  /** The values of all tokens from a channel on. */
  private MatrixMemory projected(MemorySegment projected, int channel) {
    return new MatrixMemory(projected.asSlice((long) channel * Short.BYTES), 3L * width);
  }

  private static MatrixMemory inPairs(MatrixMemory rows) {
    return new MatrixMemory(rows.memory(), rows.stride() / 2);
  }

  private static MemorySegment memory(int[] values, int first) {
    return MemorySegment.ofArray(values).asSlice((long) first * Integer.BYTES);
  }

  private static MemorySegment memory(float[] values, int first) {
    return MemorySegment.ofArray(values).asSlice((long) first * Float.BYTES);
  }
}
