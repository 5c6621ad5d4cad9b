package dev.jclip.nn;

import org.bytedeco.pytorch.Tensor;

/** A stack of residual attention blocks. */
public interface Transformer {
  /**
   * Applies all blocks.
   *
   * @param x [B, N, D]
   */
  HiddenStates forward(Tensor x, AttentionMask mask);

  /**
   * One token of each row after all blocks, where no other is needed.
   *
   * @param x [B, N, D]
   * @param positions [B] which token, int64
   * @return [B, D]
   */
  default Tensor forwardAt(Tensor x, AttentionMask mask, Tensor positions) {
    return TokenRows.at(forward(x, mask).last(), positions).squeeze(1);
  }
}
