package dev.jclip.train.image;

import dev.jclip.tensor.Tensors;
import java.util.List;
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

  /**
   * Images in another order.
   *
   * @param indices which of the images, one or more
   * @return [indices, 3, S, S] float32, normalised
   */
  default Tensor at(List<Integer> indices) {
    return Tensors.cat(0, indices.stream().map(index -> part(index, 1)).toArray(Tensor[]::new));
  }
}
