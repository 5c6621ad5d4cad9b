package dev.jclip.model.owl;

import org.bytedeco.pytorch.Tensor;

/** Says of each cell of images which object it holds. May be used by many threads at once. */
public interface CellPredictor {
  /**
   * Predicts the objects of images.
   *
   * @param pixels [B, 3, H, W], normalised
   */
  CellPredictions forward(Tensor pixels);
}
