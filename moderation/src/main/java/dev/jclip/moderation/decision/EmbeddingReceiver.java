package dev.jclip.moderation.decision;

import dev.jclip.error.ImageException;

/**
 * Hears of each image that was embedded, in the order of the images and on the thread that runs the
 * embedding.
 *
 * @param <S> what stands for an image, such as its file
 */
public interface EmbeddingReceiver<S> {
  /** An image that was embedded. */
  void embedded(S source, EmbeddedImage image);

  /** An image that cannot be read. */
  void failed(S source, ImageException reason);
}
