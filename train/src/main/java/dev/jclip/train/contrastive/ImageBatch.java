package dev.jclip.train.contrastive;

import org.bytedeco.pytorch.Tensor;

/** The images of a batch, ready for the image tower. */
public interface ImageBatch {
  /** The number B of images. */
  int size();

  /**
   * Some of the images.
   *
   * @return [count, 3, S, S] float32, normalised
   */
  Tensor part(int from, int count);
}
