package dev.jclip.data.augment;

import dev.jclip.image.RgbImage;

/**
 * Changes of colour with the bytes of Pillow's {@code ImageEnhance} and conversions, through which
 * torchvision adjusts them; computed in the same order and precision.
 */
final class PillowColor {
  // ITU-R 601-2 luma in units of 2^-16
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;

  private static final int LEVELS = 256;

  private PillowColor() {}

  /** {@code ImageEnhance.Brightness}: 0 is black, 1 no change. */
  static RgbImage brightness(RgbImage image, float factor) {
    return blendWithLevel(image, 0, factor);
  }

  /** {@code ImageEnhance.Contrast}: 0 is the mean grey, 1 no change. */
  static RgbImage contrast(RgbImage image, float factor) {
    byte[] rgb = image.rgb();
    long sum = 0;
    for (int i = 0; i < rgb.length; i += 3) {
      sum += luma(rgb, i);
    }
    int numPixels = image.width() * image.height();
    double mean = (double) sum / numPixels;
    return blendWithLevel(image, (int) (mean + 0.5), factor);
  }

  private static RgbImage blendWithLevel(RgbImage image, int level, float factor) {
    byte[] table = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      table[i] = blend(level, i, factor);
    }
    byte[] out = new byte[image.rgb().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = table[image.rgb()[i] & 0xff];
    }
    return new RgbImage(image.width(), image.height(), out);
  }

  /** {@code ImageEnhance.Color}: 0 is grey, 1 no change. */
  static RgbImage saturation(RgbImage image, float factor) {
    byte[] rgb = image.rgb();
    byte[] out = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i += 3) {
      int grey = luma(rgb, i);
      for (int channel = i; channel < i + 3; channel++) {
        out[channel] = blend(grey, rgb[channel] & 0xff, factor);
      }
    }
    return new RgbImage(image.width(), image.height(), out);
  }

  /** {@code convert("L")}, in all three channels. */
  static RgbImage grey(RgbImage image) {
    byte[] rgb = image.rgb();
    byte[] out = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i += 3) {
      byte grey = (byte) luma(rgb, i);
      out[i] = grey;
      out[i + 1] = grey;
      out[i + 2] = grey;
    }
    return new RgbImage(image.width(), image.height(), out);
  }

  /**
   * Turns the hue.
   *
   * @param turn -0.5..0.5 of the circle
   */
  static RgbImage hue(RgbImage image, double turn) {
    byte[] rgb = image.rgb();
    byte[] out = new byte[rgb.length];
    int steps = (int) (turn * 255);
    for (int i = 0; i < rgb.length; i += 3) {
      int hsv = Hsv.of(rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff);
      int color = Hsv.toRgb((Hsv.hue(hsv) + steps) & 0xff, Hsv.saturation(hsv), Hsv.value(hsv));
      out[i] = (byte) (color >> 16);
      out[i + 1] = (byte) (color >> 8);
      out[i + 2] = (byte) color;
    }
    return new RgbImage(image.width(), image.height(), out);
  }

  private static int luma(byte[] rgb, int i) {
    int sum = RED * (rgb[i] & 0xff) + GREEN * (rgb[i + 1] & 0xff) + BLUE * (rgb[i + 2] & 0xff);
    return (sum + 0x8000) >> 16;
  }

  /** {@code Image.blend} of two levels, in float as Pillow computes it. */
  private static byte blend(int from, int to, float factor) {
    float value = from + factor * (to - from);
    return (byte) Math.clamp((int) value, 0, 255);
  }
}
