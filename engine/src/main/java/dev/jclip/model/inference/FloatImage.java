package dev.jclip.model.inference;

import dev.jclip.image.RgbImage;

/**
 * An image whose samples are real numbers, as gradients and image generators need them. The array
 * is not copied: whoever shares it must not change it meanwhile.
 *
 * @param width pixels in a row, at least 1
 * @param height rows, at least 1
 * @param values [3, height, width]: the red samples row by row, then the green and the blue ones.
 *     Black is 0 and white is 1; other values are taken as they are
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of samples; ownership is documented above
public record FloatImage(int width, int height, float[] values) {
  /** How many colours a pixel has. */
  static final int CHANNELS = 3;

  private static final float WHITE = 255;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException when a side is below 1 or the array's length is not 3 × height
   *     × width
   */
  public FloatImage {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "image: expected at least 1x1 pixels, found " + width + "x" + height);
    }
    long expected = Math.multiplyExact((long) CHANNELS * width, height);
    if (values.length != expected) {
      throw new IllegalArgumentException(
          "values: expected %d numbers for %dx%d pixels, found %d"
              .formatted(expected, width, height, values.length));
    }
  }

  /** The samples of an image of 8 bits, divided by 255. */
  public static FloatImage of(RgbImage image) {
    int pixels = image.width() * image.height();
    float[] values = new float[Math.multiplyExact(CHANNELS, pixels)];
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length; i++) {
      values[i % CHANNELS * pixels + i / CHANNELS] = Byte.toUnsignedInt(rgb[i]) / WHITE;
    }
    return new FloatImage(image.width(), image.height(), values);
  }
}
