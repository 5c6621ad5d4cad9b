package dev.jclip.moderation.score;

import dev.jclip.error.CheckpointException;
import dev.jclip.moderation.view.Box;

/**
 * A view of an image as the model sees it.
 *
 * @param box the part of the image
 * @param embedding of norm 1; not copied
 * @param background the sum of the exponentials of its scaled similarities with the background
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EmbeddedView(Box box, float[] embedding, double background) {
  /** Refuses what no model gives: such a view would belong to no category at all. */
  public EmbeddedView {
    if (!Double.isFinite(background)) {
      throw new CheckpointException(
          "the embedding of an image: expected finite numbers, found others; is the model damaged?");
    }
  }
}
