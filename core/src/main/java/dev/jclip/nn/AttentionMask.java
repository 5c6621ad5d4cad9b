package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
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
  Tensor attend(Tensor q, Tensor k, Tensor v) {
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
    Optional<Tensor> mask = causal ? Optional.of(future(logits)) : additive;
    Tensor masked = mask.map(hidden -> logits.add(hidden.to(logits.scalar_type()))).orElse(logits);
    return torch.softmax(masked, -1).matmul(v);
  }

  private static Tensor future(Tensor logits) {
    long[] shape = {logits.size(2), logits.size(3)};
    return torch.full(shape, new Scalar(Double.NEGATIVE_INFINITY), logits.options()).triu(1);
  }
}
