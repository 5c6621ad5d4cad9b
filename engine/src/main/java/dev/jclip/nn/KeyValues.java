package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What tokens are attended to by: their keys and values, as an attention's layers made them. They
 * belong to the scope in which they were made.
 *
 * @param keys [B, h, M, d]
 * @param values [B, h, M, d]
 */
public record KeyValues(Tensor keys, Tensor values) {
  /** How many tokens there are: M. */
  public long tokens() {
    return keys.size(2);
  }

  /**
   * Those of some rows of the batch, in an order; a row may come any number of times, as when the
   * beams of a search have an image in common.
   *
   * @param rows which row of this batch each row of the result is
   */
  public KeyValues rows(long[] rows) {
    Tensor index = Tensors.of(rows, rows.length).to(keys.device(), torch.ScalarType.Long);
    return new KeyValues(keys.index_select(0, index), values.index_select(0, index));
  }
}
