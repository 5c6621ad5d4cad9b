package dev.jclip.data.pipeline;

import dev.jclip.image.RgbImage;
import java.util.random.RandomGenerator;

/**
 * Turns an image of any size into one of a fixed size, and what is known of it into what is known
 * of that one. Safe for many threads.
 *
 * @param <A> what is known of an image
 */
@FunctionalInterface
public interface ExampleTransform<A> {
  /**
   * A transformed image.
   *
   * @param image of the size that all of them have
   * @param annotation what is known of it
   * @param <A> what is known of an image
   */
  record Transformed<A>(RgbImage image, A annotation) {}

  /**
   * Transforms an image.
   *
   * @param annotation what is known of the image
   * @param random where all that is random comes from; for this image only
   * @throws dev.jclip.error.ImageException when the image cannot be used
   */
  Transformed<A> apply(RgbImage image, A annotation, RandomGenerator random);
}
