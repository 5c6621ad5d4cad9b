package dev.jclip.tensor;

import org.bytedeco.pytorch.Tensor;

/**
 * A linear layer whose weight is laid out for this processor, with what follows it fused in. The
 * owner of its memory: close it. Safe for many threads at once until then; without gradients.
 */
public sealed interface FusedLinear extends AutoCloseable permits PackedLinear, QuantizedLinear {
  /**
   * {@code x @ weight^T + bias}, and then the fusion.
   *
   * @param x [..., in]
   * @return [..., out]
   */
  Tensor forward(Tensor x, Fusion fusion);

  /**
   * {@code residual + x @ weight^T + bias}.
   *
   * @param x [..., in]
   * @param residual [..., out]
   * @return [..., out], no other's memory
   */
  Tensor forwardAdd(Tensor x, Tensor residual);

  @Override
  void close();
}
