package dev.jclip.nn.fast.float32;

import dev.jclip.nn.fast.rows.RowExponentials;
import dev.jclip.nn.fast.rows.RowMemory;
import dev.jclip.nn.fast.rows.RowSoftmax;
import dev.jclip.tensor.kernel.Float32Kernel;
import dev.jclip.tensor.kernel.MatrixMemory;
import dev.jclip.tensor.kernel.Transposition;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The attention of some of the queries of one head of a sequence, and the memory for it. Its {@link
 * RowSoftmax} is exact in one pass for rows whose greatest logit is less by up to 60 than that of
 * all. For one thread.
 */
final class HeadAttention {
  /** A row with less may lack what was too little for a float. */
  private static final float LEAST_SUM = 1e-26f;

  private final int tokens;
  private final int depth;
  private final float[] keys; // [d, N]
  private final float[] ones; // [N]
  private final float[] logits; // [queries, N]
  private final float[] weights; // [queries, N]
  private final float[] sums; // [queries]
  private final float[] attended; // [queries, d]
  private final RowExponentials exponentials;
  private final RowSoftmax softmax;

  /**
   * Memory for some queries.
   *
   * @param most how many at most
   * @param tokens N
   * @param depth d
   */
  HeadAttention(int most, int tokens, int depth) {
    this.tokens = tokens;
    this.depth = depth;
    keys = new float[depth * tokens];
    ones = new float[tokens];
    Arrays.fill(ones, 1);
    logits = new float[most * tokens];
    weights = new float[logits.length];
    exponentials = new RowExponentials(logits.length);
    sums = new float[most];
    attended = new float[most * depth];
    softmax = new RowSoftmax(tokens, tokens);
  }

  /** Takes the keys of all tokens, [N, d]. */
  void keys(MatrixMemory of) {
    Transposition.of32(tokens, depth, of, memory(keys, tokens));
  }

  /**
   * Lets queries attend.
   *
   * @param queries [count, d]
   * @param values of all tokens, [N, d]
   * @param mask what is added to the logits, [count, N] from an index on; nothing, if empty
   */
  void attend(int count, MatrixMemory queries, MatrixMemory values, float[] mask, int maskStart) {
    int all = count * tokens;
    Float32Kernel.multiply(
        count, tokens, depth, queries, memory(keys, tokens), memory(logits, tokens));
    if (mask.length > 0) {
      addMask(mask, maskStart, all);
    }
    softmax.apply(
        logits,
        count,
        greatest -> exponentials.set(logits, all, greatest, weights),
        () -> addUp(count));
    Float32Kernel.multiply(
        count, depth, tokens, memory(weights, tokens), values, memory(attended, depth));
  }

  /** Hands what the queries attended to on, into columns of rows. */
  void collect(int count, RowMemory into, int row, int column) {
    for (int i = 0; i < count; i++) {
      scale(attended, i * depth, depth, 1 / sums[i]);
      into.write(row + i, column, attended, i * depth, depth);
    }
  }

  private void addMask(float[] mask, int start, int count) {
    for (int i = 0; i < count; i++) {
      logits[i] += mask[start + i];
    }
  }

  /** Whether the sums of all rows are large enough. */
  private boolean addUp(int count) {
    Float32Kernel.multiply(
        count, 1, tokens, memory(weights, tokens), memory(ones, 1), memory(sums, 1));
    return !(least(count) < LEAST_SUM); // one that is no number stays what it is
  }

  private float least(int count) {
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, sums[i]);
    }
    return least;
  }

  private static void scale(float[] values, int first, int count, float factor) {
    for (int i = 0; i < count; i++) {
      values[first + i] *= factor;
    }
  }

  private static MatrixMemory memory(float[] values, int stride) {
    return new MatrixMemory(MemorySegment.ofArray(values), stride);
  }
}
