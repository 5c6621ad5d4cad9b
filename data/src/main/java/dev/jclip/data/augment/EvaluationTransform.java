package dev.jclip.data.augment;

import dev.jclip.image.ImagePreprocessor;
import dev.jclip.image.RgbImage;
import java.util.random.RandomGenerator;

/** What a checkpoint's images go through when it is used. */
record EvaluationTransform(ImagePreprocessor preprocessor) implements ImageTransform {
  @Override
  public int width() {
    return preprocessor.config().width();
  }

  @Override
  public int height() {
    return preprocessor.config().height();
  }

  @Override
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    return preprocessor.resizeAndCrop(image);
  }
}
