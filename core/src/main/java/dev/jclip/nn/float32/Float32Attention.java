package dev.jclip.nn.float32;

import dev.jclip.nn.rows.RowMemory;
import dev.jclip.nn.rows.Sequences;
import dev.jclip.nn.rows.Sharing;
import dev.jclip.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * {@code softmax(q k^T + mask) v} (arXiv 1706.03762, equation 1; the queries come scaled) in
 * float32, a head at a time, while it is in a processor's cache. Thread-safe.
 */
public final class Float32Attention {
  /** Logits that are in memory at once. */
  private static final int MOST_LOGITS = 1 << 14;

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
    int depth = attended.width() / heads;
    sharing.forEach(
        sequences.count() * heads,
        () -> {
          var attention = new HeadAttention(most, tokens, depth);
          return index -> {
            int sequence = index / heads;
            int first = sequence * tokens;
            int column = index % heads * depth;
            int start = (sequences.first() + sequence) * stride;
            attention.keys(projected.from(first, attended.width() + column));
            for (int query = 0; query < tokens; query += most) {
              attention.attend(
                  Math.min(most, tokens - query),
                  projected.from(first + query, column),
                  projected.from(first, 2 * attended.width() + column),
                  mask,
                  start + query * tokens,
                  attended,
                  first + query,
                  column);
            }
          };
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
    int tokens = sequences.tokens();
    int depth = attended.width() / heads;
    sharing.forEach(
        sequences.count() * heads,
        () -> {
          var attention = new HeadAttention(1, tokens, depth);
          return index -> {
            int sequence = index / heads;
            int first = sequence * tokens;
            int column = index % heads * depth;
            int inBatch = sequences.first() + sequence;
            int query = Math.toIntExact(positions[inBatch]);
            attention.keys(projected.from(first, attended.width() + column));
            attention.attend(
                1,
                projected.from(first + query, column),
                projected.from(first, 2 * attended.width() + column),
                mask,
                inBatch * stride + query * tokens,
                attended,
                sequence,
                column);
          };
        });
  }
}
