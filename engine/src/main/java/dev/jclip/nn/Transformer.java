package dev.jclip.nn;

import java.util.List;
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
   * The tokens behind some of the blocks; those behind the last of them are not computed.
   *
   * @param x [B, N, D]
   * @param blocks which, from 0, rising
   * @return [B, N, D] for each
   */
  List<Tensor> behind(Tensor x, AttentionMask mask, List<Integer> blocks);

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
