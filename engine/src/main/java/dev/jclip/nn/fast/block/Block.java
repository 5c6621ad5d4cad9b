package dev.jclip.nn.fast.block;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** The inference form of a {@link dev.jclip.nn.ResidualAttentionBlock}, in some kind of numbers. */
public interface Block {
  /**
   * Applies the block.
   *
   * @param x [B, N, D]
   * @param mask logits to add, [N, N] or [B, 1, N, N]
   * @return [B, N, D]
   */
  Tensor forward(Tensor x, Optional<Tensor> mask);

  /**
   * Applies the block for one token of each row.
   *
   * @param x [B, N, D]
   * @param mask logits to add, [N, N] or [B, 1, N, N]
   * @param positions [B] which token, int64
   * @return [B, D]
   */
  Tensor forwardAt(Tensor x, Optional<Tensor> mask, Tensor positions);
}
