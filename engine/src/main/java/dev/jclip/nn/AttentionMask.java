package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Which tokens a token sees.
 *
 * @param causal whether it sees only itself and those before it
 * @param additive added to the attention's logits, broadcast over [B, h, N, N], where present; then
 *     {@code causal} is false
 */
public record AttentionMask(boolean causal, Optional<Tensor> additive) {
  /** Every token sees every other. */
  public static AttentionMask none() {
    return new AttentionMask(false, Optional.empty());
  }

  /** A token sees itself and those before it. */
  public static AttentionMask ofCausal() {
    return new AttentionMask(true, Optional.empty());
  }

  /** What a token sees is given by logits to add, -infinity for what it does not. */
  public static AttentionMask of(Tensor additive) {
    return new AttentionMask(false, Optional.of(additive));
  }

  /**
   * {@code softmax(q k^T / sqrt(d) + mask) v} (arXiv 1706.03762, equation 1).
   *
   * @param q [B, h, N, d]
   * @param k [B, h, M, d]
   * @param v [B, h, M, d]
   * @return [B, h, N, d]
   */
  public Tensor attend(Tensor q, Tensor k, Tensor v) {
    return GradMode.is_enabled() ? products(q, k, v) : fused(q, k, v);
  }

  private Tensor fused(Tensor q, Tensor k, Tensor v) {
    TensorOptional mask = additive.map(Tensors::present).orElseGet(Tensors::absent);
    double dropout = 0;
    boolean groupedQueries = false;
    return torch.scaled_dot_product_attention(
        q, k, v, mask, dropout, causal, new DoubleOptional(), groupedQueries);
  }

  /**
   * Plain products, whose gradients are products too: in training many times the fused form's
   * speed.
   */
  private Tensor products(Tensor q, Tensor k, Tensor v) {
    Tensor logits =
        q.mul(new Scalar(1 / Math.sqrt((double) q.size(3))))
            .matmul(k.transpose(2, 3)); // [B, h, N, M]
    Optional<Tensor> mask = logits(logits.size(2), logits.options());
    Tensor masked = mask.map(hidden -> logits.add(hidden.to(logits.scalar_type()))).orElse(logits);
    return torch.softmax(masked, -1).matmul(v);
  }

  /**
   * The mask as logits to add.
   *
   * @param tokens N
   * @param options kind of numbers and device
   * @return [N, N] or [B, 1, N, N]; empty where every token sees every other
   */
  public Optional<Tensor> logits(long tokens, TensorOptions options) {
    return causal ? Optional.of(future(tokens, options)) : additive;
  }

  /**
   * What of the logits concerns one token of each row.
   *
   * @param logits [N, N] or [B, 1, N, N]
   * @param positions [B] which token, int64
   * @return [B, 1, 1, N]
   */
  public static Tensor rowsAt(Tensor logits, Tensor positions) {
    long batch = positions.size(0);
    long tokens = logits.size(-1);
    Tensor rows = logits.expand(batch, 1, tokens, tokens);
    return rows.gather(2, positions.view(-1, 1, 1, 1).expand(-1, 1, 1, tokens));
  }

  private static Tensor future(long tokens, TensorOptions options) {
    long[] shape = {tokens, tokens};
    return torch.full(shape, new Scalar(Double.NEGATIVE_INFINITY), options).triu(1);
  }
}
