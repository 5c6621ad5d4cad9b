package dev.jclip.nn.fast.float32;

import dev.jclip.nn.fast.rows.RowMemory;
import dev.jclip.nn.fast.rows.Sequences;
import dev.jclip.nn.fast.rows.Sharing;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.MatrixMemory;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * {@code softmax(q k^T + mask) v} (arXiv 1706.03762, equation 1; the queries come scaled) in
 * float32, a head at a time, while it is in a processor's cache. Thread-safe.
 */
public final class Float32Attention {
  /** Logits that are in memory at once. */
  private static final int MOST_LOGITS = 1 << 13;

  /** What a token does not see is added; finite, since greatest numbers are subtracted. */
  private static final float HIDDEN = -1e30f;

  private final int heads;

  /** What is added to the logits of each sequence, [N, N] or [B, N, N]; nothing, if empty. */
  private final float[] mask;

  /** What is between the masks of two sequences. */
  private final int stride;

  private Float32Attention(int heads, float[] mask, int stride) {
    this.heads = heads;
    this.mask = mask;
    this.stride = stride;
  }

  /**
   * Attention with a mask.
   *
   * @param mask logits to add, [N, N] or [B, 1, N, N]
   */
  public static Float32Attention of(int heads, Optional<Tensor> mask) {
    return mask.map(logits -> of(heads, logits))
        .orElseGet(() -> new Float32Attention(heads, new float[0], 0));
  }

  private static Float32Attention of(int heads, Tensor mask) {
    int square = Math.toIntExact(mask.size(-1) * mask.size(-1));
    float[] logits = Tensors.floats(mask.clamp_min(new Scalar(HIDDEN)));
    return new Float32Attention(heads, logits, logits.length == square ? 0 : square);
  }

  /**
   * Lets all tokens attend.
   *
   * @param projected queries, keys and values, [tokens of all sequences, 3D]
   * @param attended [tokens of all sequences, D]
   */
  public void forward(
      RowMemory projected, RowMemory attended, Sequences sequences, Sharing sharing) {
    int tokens = sequences.tokens();
    int most = Math.clamp(MOST_LOGITS / tokens, 1, tokens);
    forEachHead(
        projected,
        attended,
        sequences,
        sharing,
        most,
        (head, sequence) -> {
          for (int query = 0; query < tokens; query += most) {
            int count = Math.min(most, tokens - query);
            head.attend(query, count, sequence * tokens + query);
          }
        });
  }

  /**
   * Lets one token of each sequence attend.
   *
   * @param projected queries, keys and values, [tokens of all sequences, 3D]
   * @param positions which token, of each sequence of the batch
   * @param attended [sequences, D]
   */
  public void forwardAt(
      RowMemory projected,
      long[] positions,
      RowMemory attended,
      Sequences sequences,
      Sharing sharing) {
    int one = 1;
    forEachHead(
        projected,
        attended,
        sequences,
        sharing,
        one,
        (head, sequence) -> {
          long position = positions[sequences.part().first() + sequence];
          head.attend(Math.toIntExact(position), one, sequence);
        });
  }

  private void forEachHead(
      RowMemory projected,
      RowMemory attended,
      Sequences sequences,
      Sharing sharing,
      int most,
      HeadFunction function) {
    int width = attended.width();
    int depth = width / heads;
    int tokens = sequences.tokens();
    sharing.forEach(
        sequences.count() * heads,
        () -> {
          var attention = new HeadAttention(most, tokens, depth);
          return index -> {
            int sequence = index / heads;
            int first = sequence * tokens;
            int column = index % heads * depth;
            int maskStart = (sequences.part().first() + sequence) * stride;
            attention.keys(projected.from(first, width + column));
            MatrixMemory values = projected.from(first, 2 * width + column);
            function.accept(
                (query, count, row) -> {
                  MatrixMemory queries = projected.from(first + query, column);
                  attention.attend(count, queries, values, mask, maskStart + query * tokens);
                  attention.collect(count, attended, row, column);
                },
                sequence);
          };
        });
  }

  /** Does something with each head. */
  @FunctionalInterface
  private interface HeadFunction {
    void accept(Head head, int sequence);
  }

  /** A head of a sequence. */
  @FunctionalInterface
  private interface Head {
    /** Lets some queries attend, and sets rows from one on. */
    void attend(int query, int count, int row);
  }
}
