package dev.jclip.train.contrastive;

import org.bytedeco.pytorch.Tensor;

/** The pictures of a batch, ready for the image tower. */
public interface ImageBatch {
  /** The number B of pictures. */
  int size();

  /**
   * Some of the pictures.
   *
   * @return [count, 3, S, S] float32, normalised
   */
  Tensor part(int from, int count);
}
