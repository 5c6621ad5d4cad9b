package dev.jclip.nn.fast.float32;

import dev.jclip.nn.KeyValues;
import dev.jclip.nn.fast.rows.RowExponentials;
import dev.jclip.nn.fast.rows.Sharing;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.MatrixMemory;
import dev.jclip.tensor.kernel.MatrixVector;
import dev.jclip.tensor.kernel.RowMath;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.Tensor;

/**
 * {@code softmax(q k^T) v} (arXiv 1706.03762, equation 1; the queries come scaled) of a few queries
 * that see the whole memory, in float32, a query of a head at a time: each has two products of a
 * matrix and a vector. Thread-safe.
 */
public final class FewQueries {
  /** Of more, products of matrices are faster. */
  private static final int MOST = 16;

  /** Fewer products are done before another thread has begun to help. */
  private static final long LEAST_SHARED = 1 << 18;

  private FewQueries() {}

  /**
   * Whether it is for these.
   *
   * @param queries [B, h, N, d]
   */
  public static boolean suits(Tensor queries) {
    return queries.size(2) <= MOST && Tensors.isFloat32(queries) && MatrixVector.exists();
  }

  /**
   * Lets queries attend.
   *
   * @param queries [B, h, N, d], scaled
   * @return [B, h, N, d]
   */
  public static Tensor attend(Tensor queries, KeyValues memory) {
    int batch = Math.toIntExact(queries.size(0));
    int heads = Math.toIntExact(queries.size(1));
    int count = Math.toIntExact(queries.size(2));
    int depth = Math.toIntExact(queries.size(3));
    int tokens = Math.toIntExact(memory.tokens());
    var from = HeadRows.of(queries);
    var keys = HeadRows.of(memory.keys());
    var values = HeadRows.of(memory.values());
    Tensor attended = Tensors.empty(batch, count, heads, depth).transpose(1, 2); // [B, h, N, d]
    var into = HeadRows.of(attended);
    boolean shared = (long) batch * heads * count * tokens * depth >= LEAST_SHARED;
    (shared ? Sharing.WITH_ALL : Sharing.ALONE)
        .forEach(
            batch * heads,
            () -> {
              var query = new Query(tokens, depth);
              return head -> {
                int row = head / heads;
                int ofRow = head % heads;
                MatrixMemory k = keys.head(row, ofRow);
                MatrixMemory v = values.head(row, ofRow);
                IntConsumer attend =
                    i -> query.attend(from.vector(row, ofRow, i), k, v, into.vector(row, ofRow, i));
                for (int i = 0; i < count; i++) {
                  attend.accept(i);
                }
              };
            });
    return attended;
  }

  /** The memory of a tensor [B, h, N, d] whose last dimension is dense. */
  private record HeadRows(MemorySegment memory, long ofBatch, long ofHead, long ofToken) {
    static HeadRows of(Tensor tensor) {
      Tensor dense = tensor.stride(3) == 1 ? tensor : tensor.contiguous();
      return new HeadRows(
          Tensors.strided(dense), dense.stride(0), dense.stride(1), dense.stride(2));
    }

    MatrixMemory head(int row, int head) {
      return new MatrixMemory(vector(row, head, 0), ofToken);
    }

    MemorySegment vector(int row, int head, int token) {
      return memory.asSlice((row * ofBatch + head * ofHead + token * ofToken) * Float.BYTES);
    }
  }

  /** A query's weights. For one thread. */
  private static final class Query {
    private final int tokens;
    private final int depth;
    private final float[] logits;
    private final float[] weights;
    private final float[] ones;
    private final float[] extremes = new float[2];
    private final RowExponentials exponentials;

    Query(int tokens, int depth) {
      this.tokens = tokens;
      this.depth = depth;
      logits = new float[tokens];
      weights = new float[tokens];
      ones = new float[tokens];
      Arrays.fill(ones, 1);
      exponentials = new RowExponentials(tokens);
    }

    void attend(MemorySegment query, MatrixMemory keys, MatrixMemory values, MemorySegment into) {
      MatrixVector.multiply(tokens, depth, keys, query, MemorySegment.ofArray(logits));
      RowMath.extremes(logits, extremes);
      exponentials.set(logits, tokens, extremes[1], weights);
      float perSum = 1 / RowMath.dot(weights, ones);
      for (int i = 0; i < tokens; i++) {
        weights[i] *= perSum;
      }
      MatrixVector.multiplyFromLeft(tokens, depth, values, MemorySegment.ofArray(weights), into);
    }
  }
}
