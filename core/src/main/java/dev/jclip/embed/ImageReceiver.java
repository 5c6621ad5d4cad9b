package dev.jclip.embed;

import dev.jclip.error.ImageException;

/**
 * Hears what became of each image, in the order of the images and on the thread that runs the
 * {@link ImagePipeline}. A lambda that takes vectors is one; the first image that cannot be read
 * then ends the run.
 *
 * <pre>{@code
 * model.encodeImages(files.iterator(), model::decode, (file, vector) -> vectors.put(file, vector));
 * }</pre>
 *
 * @param <S> what stands for an image, such as its file
 */
@FunctionalInterface
public interface ImageReceiver<S> {
  /** An image's vector of length E. */
  void encoded(S source, float[] vector);

  /**
   * An image that was skipped, and why. Throws the reason, which ends the run, unless a receiver
   * does something else.
   */
  default void failed(S source, ImageException reason) {
    throw reason;
  }
}
