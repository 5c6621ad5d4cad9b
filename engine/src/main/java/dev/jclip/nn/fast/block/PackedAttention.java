package dev.jclip.nn.fast.block;

import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.TokenRows;
import dev.jclip.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * {@code softmax(q k^T + mask) v} (arXiv 1706.03762, equation 1; the queries come scaled), by what
 * is fastest for the kind of numbers.
 */
public record PackedAttention(long heads) {
  /**
   * Lets all tokens attend.
   *
   * @param projected [B, N, 3D]: queries, keys and values
   * @param mask logits to add, [N, N] or [B, 1, N, N]
   * @return [B, N, D]
   */
  public Tensor forward(Tensor projected, Optional<Tensor> mask) {
    Tensor qkv = split(projected); // [3, B, h, N, d]
    return merge(attend(qkv.select(0, 0), qkv.select(0, 1), qkv.select(0, 2), mask));
  }

  /**
   * Lets one token of each row attend.
   *
   * @param projected [B, N, 3D]: queries, keys and values
   * @param mask logits to add, [N, N] or [B, 1, N, N]
   * @param positions [B] which token, int64
   * @return [B, 1, D]
   */
  public Tensor forwardAt(Tensor projected, Optional<Tensor> mask, Tensor positions) {
    long width = projected.size(2) / 3;
    Tensor query = TokenRows.at(projected.narrow(2, 0, width), positions); // [B, 1, D]
    Tensor q = query.view(query.size(0), 1, heads, width / heads).transpose(1, 2); // [B, h, 1, d]
    Tensor qkv = split(projected);
    Optional<Tensor> row = mask.map(logits -> AttentionMask.rowsAt(logits, positions));
    return merge(attend(q, qkv.select(0, 1), qkv.select(0, 2), row));
  }

  private Tensor split(Tensor projected) {
    long batch = projected.size(0);
    long tokens = projected.size(1);
    long width = projected.size(2) / 3;
    return projected.view(batch, tokens, 3, heads, width / heads).permute(2, 0, 3, 1, 4);
  }

  private static Tensor merge(Tensor attended) {
    return attended.transpose(1, 2).flatten(2, 3); // [B, h, N, d] -> [B, N, D]
  }

  /**
   * Lets scaled queries attend.
   *
   * @param q [B, h, N, d], scaled
   * @param k [B, h, M, d]
   * @param v [B, h, M, d]
   * @param mask logits to add, broadcast over [B, h, N, M]
   * @return [B, h, N, d]
   */
  public static Tensor attend(Tensor q, Tensor k, Tensor v, Optional<Tensor> mask) {
    Optional<Tensor> logits = mask.map(hidden -> hidden.to(q.scalar_type()));
    return Tensors.isFloat32(q)
        ? fused(q, k, v, logits)
        : products(q.contiguous(), k.contiguous(), v.contiguous(), logits);
  }

  private static Tensor fused(Tensor q, Tensor k, Tensor v, Optional<Tensor> mask) {
    TensorOptional logits = mask.map(Tensors::present).orElseGet(Tensors::absent);
    double dropout = 0;
    boolean causal = false;
    boolean groupedQueries = false;
    return torch.scaled_dot_product_attention(
        q, k, v, logits, dropout, causal, new DoubleOptional(1.0), groupedQueries);
  }

  /** In bfloat16 the engine's fused form takes many times longer. */
  private static Tensor products(Tensor q, Tensor k, Tensor v, Optional<Tensor> mask) {
    Tensor logits = q.matmul(k.transpose(2, 3)); // [B, h, N, N]
    return torch.softmax(mask.map(logits::add).orElse(logits), -1).matmul(v);
  }
}
