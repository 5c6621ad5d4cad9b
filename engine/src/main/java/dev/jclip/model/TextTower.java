package dev.jclip.model;

import dev.jclip.nn.HiddenStates;
import org.bytedeco.pytorch.Tensor;

/** A text tower. Immutable; may be used by many threads at once. */
public interface TextTower {
  /**
   * Encodes texts.
   *
   * @param ids [B, L] token ids, int64, padded
   * @return [B, E], not normalised
   */
  Tensor forward(Tensor ids);

  /**
   * All tokens behind the last block, before the final LayerNorm.
   *
   * @param ids [B, L] token ids, int64, padded
   * @return [B, L, D], with one more where the tower appends a class token
   */
  Tensor tokens(Tensor ids);

  /**
   * Pools what {@link #tokens} gave, to what {@link #forward} gives.
   *
   * @param tokens of these ids
   * @return [B, E], not normalised
   */
  Tensor pool(Tensor tokens, Tensor ids);

  /**
   * The tokens at the end of the tower, the last ones after the final LayerNorm.
   *
   * @param ids [B, L] token ids, int64, padded
   */
  HiddenStates hiddenStates(Tensor ids);
}
