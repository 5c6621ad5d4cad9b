package dev.jclip.embed;

import dev.jclip.error.ImageException;

/**
 * Hears what became of each image, in the order of the images and on the thread that runs the
 * {@link ImagePipeline}.
 *
 * @param <S> what stands for an image, such as its file
 */
public interface ImageReceiver<S> {
  /** An image's vector of length E. */
  void encoded(S source, float[] vector);

  /** An image that was skipped, and why. */
  void failed(S source, ImageException reason);
}
