package dev.jclip.moderation.decision;

import dev.jclip.error.ImageException;

/**
 * Hears what was decided about each image, in the order of the images and on the thread that runs
 * the moderation.
 *
 * @param <S> what stands for an image, such as its file
 */
public interface ModerationReceiver<S> {
  /**
   * An image that was decided about.
   *
   * @param embedded what the decision depends on, for a record of it
   */
  void decided(S source, Decision decision, EmbeddedImage embedded);

  /** An image that cannot be read, about which nothing was decided. */
  void failed(S source, ImageException reason);
}
