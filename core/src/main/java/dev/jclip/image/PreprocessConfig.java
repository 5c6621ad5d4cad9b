package dev.jclip.image;

import java.util.List;

/**
 * What a checkpoint's images must go through before the vision tower.
 *
 * @param width columns of the result in pixels, at least 1
 * @param height rows of the result in pixels, at least 1
 * @param resize how an image of any shape is scaled
 * @param interpolation the filter
 * @param cropRounding where the centre crop starts when an odd number of pixels is left over, or
 *     that there is no crop
 * @param mean per channel, red, green, blue, of samples in 0..1
 * @param std per channel, positive
 * @param fillColor grey level 0..255 of the borders that {@link Resize.Longest} adds
 */
public record PreprocessConfig(
    int width,
    int height,
    Resize resize,
    Interpolation interpolation,
    CropRounding cropRounding,
    List<Float> mean,
    List<Float> std,
    int fillColor) {
  /** The mean of OpenAI's training images: red, green, blue in 0..1. */
  @SuppressWarnings("FloatingPointLiteralPrecision") // the digits as published
  public static final List<Float> OPENAI_MEAN = List.of(0.48145466f, 0.4578275f, 0.40821073f);

  /** The standard deviation of OpenAI's training images: red, green, blue. */
  @SuppressWarnings("FloatingPointLiteralPrecision") // the digits as published
  public static final List<Float> OPENAI_STD = List.of(0.26862954f, 0.26130258f, 0.27577711f);

  private static final int MAX_SIDE = 16_384;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a value is outside its range; the message names it
   */
  public PreprocessConfig {
    requireRange("width", width, 1, MAX_SIDE);
    requireRange("height", height, 1, MAX_SIDE);
    requireRange("fillColor", fillColor, 0, 255);
    if (resize instanceof Resize.PaddedSquare(int side, _)) {
      requireRange("width", width, side, side);
      requireRange("height", height, side, side);
    }
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    requireChannels("mean", mean);
    requireChannels("std", std);
    for (float value : std) {
      if (value <= 0) {
        throw new IllegalArgumentException("std: expected positive values, found " + std);
      }
    }
  }

  /**
   * The preprocessing of OpenAI's models: shorter side to {@code imageSize} by bicubic filter,
   * centre crop, OpenAI's mean and deviation.
   *
   * @param imageSize side of the square result in pixels
   */
  public static PreprocessConfig openAi(int imageSize) {
    requireRange("width", imageSize, 1, MAX_SIDE);
    return new PreprocessConfig(
        imageSize,
        imageSize,
        new Resize.Shortest(imageSize),
        Interpolation.BICUBIC,
        CropRounding.HALF_EVEN,
        OPENAI_MEAN,
        OPENAI_STD,
        0);
  }

  /**
   * The same preprocessing for another square crop, what is scaled growing with it.
   *
   * @param imageSize side of the result in pixels
   */
  public PreprocessConfig withImageSize(int imageSize) {
    return new PreprocessConfig(
        imageSize,
        imageSize,
        resize.times((double) imageSize / Math.min(width, height)),
        interpolation,
        cropRounding,
        mean,
        std,
        fillColor);
  }

  /**
   * The same preprocessing with images scaled in another way.
   *
   * @param other the way
   */
  public PreprocessConfig withResize(Resize other) {
    return new PreprocessConfig(
        width, height, other, interpolation, cropRounding, mean, std, fillColor);
  }

  private static void requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: expected %d..%d, found %d".formatted(name, min, max, value));
    }
  }

  private static void requireChannels(String name, List<Float> values) {
    if (values.size() != 3 || !values.stream().allMatch(Float::isFinite)) {
      throw new IllegalArgumentException(
          name + ": expected 3 finite numbers (red, green, blue), found " + values);
    }
  }
}
