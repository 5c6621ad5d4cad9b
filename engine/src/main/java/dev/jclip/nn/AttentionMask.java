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
 * Which of M tokens each of N tokens sees that attend to them.
 *
 * @param causal whether a token sees only itself and those before it, the N being the last of the M
 * @param additive added to the attention's logits, broadcast over [B, h, N, M], where present; what
 *     either of both hides is hidden
 */
public record AttentionMask(boolean causal, Optional<Tensor> additive) {
  /** Hides as -infinity does, but leaves numbers where it hides all that a token could see. */
  private static final double HIDDEN = -1e30;

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
   * This mask with some of the M tokens hidden from all, such as padding.
   *
   * @param hidden [B, M], bool: which tokens
   */
  public AttentionMask hiding(Tensor hidden) {
    Tensor shape = hidden.unsqueeze(1).unsqueeze(1); // [B, 1, 1, M]
    Tensor logits =
        torch.zeros_like(shape).to(torch.ScalarType.Float).masked_fill(shape, new Scalar(HIDDEN));
    return new AttentionMask(causal, Optional.of(additive.map(logits::add).orElse(logits)));
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
    boolean isOnlyCausal = causal && additive.isEmpty() && q.size(2) == k.size(2);
    TensorOptional mask =
        (isOnlyCausal ? Optional.<Tensor>empty() : logits(q.size(2), k.size(2), q.options()))
            .map(logits -> Tensors.present(logits.to(q.scalar_type())))
            .orElseGet(Tensors::absent);
    double dropout = 0;
    boolean groupedQueries = false;
    return torch.scaled_dot_product_attention(
        q, k, v, mask, dropout, isOnlyCausal, new DoubleOptional(), groupedQueries);
  }

  /**
   * Plain products, whose gradients are products too: in training many times the fused form's
   * speed.
   */
  private Tensor products(Tensor q, Tensor k, Tensor v) {
    Tensor logits =
        q.mul(new Scalar(1 / Math.sqrt((double) q.size(3))))
            .matmul(k.transpose(2, 3)); // [B, h, N, M]
    Optional<Tensor> mask = logits(logits.size(2), logits.size(3), logits.options());
    Tensor masked = mask.map(hidden -> logits.add(hidden.to(logits.scalar_type()))).orElse(logits);
    return torch.softmax(masked, -1).matmul(v);
  }

  /**
   * The mask of tokens that attend to one another, as logits to add.
   *
   * @param tokens N
   * @param options kind of numbers and device
   * @return [N, N] or [B, 1, N, N]; empty where every token sees every other
   */
  public Optional<Tensor> logits(long tokens, TensorOptions options) {
    return logits(tokens, tokens, options);
  }

  /**
   * The mask as logits to add.
   *
   * @param queries how many tokens attend: N
   * @param keys how many tokens they attend to: M
   * @param options kind of numbers and device
   * @return broadcast over [B, h, N, M]; empty where every token sees every other
   */
  public Optional<Tensor> logits(long queries, long keys, TensorOptions options) {
    if (!causal || queries == 1) { // the last token of all sees all of them
      return additive;
    }
    Tensor future = future(queries, keys, options);
    return Optional.of(additive.map(logits -> logits.to(future).add(future)).orElse(future));
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

  private static Tensor future(long queries, long keys, TensorOptions options) {
    long[] shape = {queries, keys};
    return torch
        .full(shape, new Scalar(Double.NEGATIVE_INFINITY), options)
        .triu(1 + keys - queries);
  }
}
