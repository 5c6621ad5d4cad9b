package dev.jclip.data.augment;

import dev.jclip.image.ImagePreprocessor;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.RgbImage;
import java.util.random.RandomGenerator;

/** Turns an image of any size into one of a fixed size. Safe for many threads. */
public interface ImageTransform {
  /** Pixels in a row of every result. */
  int width();

  /** Rows of every result. */
  int height();

  /**
   * Transforms an image.
   *
   * @param random where all that is random comes from; for this image only
   * @throws dev.jclip.error.ImageException when the image is so elongated that it cannot be scaled
   */
  RgbImage apply(RgbImage image, RandomGenerator random);

  /** The preprocessing of evaluation, without anything random: resize and crop, or squash. */
  static ImageTransform evaluation(PreprocessConfig config) {
    return new EvaluationTransform(new ImagePreprocessor(config));
  }
}
