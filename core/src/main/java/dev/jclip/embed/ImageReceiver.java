package dev.jclip.embed;

import dev.jclip.error.ImageException;

/**
 * Hears what became of each picture, in the order of the pictures and on the thread that runs the
 * {@link ImagePipeline}.
 *
 * @param <S> what stands for a picture, such as its file
 */
public interface ImageReceiver<S> {
  /** A picture's vector of length E. */
  void encoded(S source, float[] vector);

  /** A picture that was skipped, and why. */
  void failed(S source, ImageException reason);
}
