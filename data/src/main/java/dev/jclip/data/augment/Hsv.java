package dev.jclip.data.augment;

/** Pillow's HSV of 8 bits each, packed into an int, with its roundings of float and double. */
final class Hsv {
  private Hsv() {}

  static int hue(int hsv) {
    return hsv >> 16;
  }

  static int saturation(int hsv) {
    return hsv >> 8 & 0xff;
  }

  static int value(int hsv) {
    return hsv & 0xff;
  }

  /** Pillow's {@code rgb2hsv_row}. */
  static int of(int red, int green, int blue) {
    int max = Math.max(red, Math.max(green, blue));
    int min = Math.min(red, Math.min(green, blue));
    if (min == max) {
      return max;
    }
    float range = max - min;
    float saturation = range / max;
    float redPart = (max - red) / range;
    float greenPart = (max - green) / range;
    float bluePart = (max - blue) / range;
    float sector;
    if (red == max) {
      sector = bluePart - greenPart;
    } else if (green == max) {
      sector = (float) (2.0 + redPart - bluePart);
    } else {
      sector = (float) (4.0 + greenPart - redPart);
    }
    float hue = (float) ((sector / 6.0 + 1.0) % 1.0);
    return pack((int) (hue * 255.0), (int) (saturation * 255.0), max);
  }

  /** Pillow's {@code hsv2rgb}; the result is packed as red, green, blue. */
  static int toRgb(int hue, int saturation, int value) {
    if (saturation == 0) {
      return pack(value, value, value);
    }
    int sector = (int) (hue * 6.0 / 255.0);
    float part = (float) (hue * 6.0 / 255.0 - sector);
    float strength = (float) (saturation / 255.0);
    int low = round(value * (1.0 - strength));
    int falling = round(value * (1.0 - strength * part));
    int rising = round(value * (1.0 - strength * (1.0 - part)));
    return switch (sector % 6) {
      case 0 -> pack(value, rising, low);
      case 1 -> pack(falling, value, low);
      case 2 -> pack(low, value, rising);
      case 3 -> pack(low, falling, value);
      case 4 -> pack(rising, low, value);
      default -> pack(value, low, falling);
    };
  }

  /** C's round of a number that is not negative. */
  private static int round(double value) {
    return (int) (value + 0.5);
  }

  private static int pack(int high, int middle, int low) {
    return high << 16 | middle << 8 | low;
  }
}
