package dev.jclip.image.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How the bytes of one row of stored samples become RGB pixels. */
@FunctionalInterface
interface RowFormat {
  /**
   * Converts the first {@code count} pixels of a row.
   *
   * @param row stored samples
   * @param from index of the row's first byte
   * @param rgb receives three bytes a pixel
   * @param to index of the first pixel's red
   * @param step distance from one pixel to the next in {@code rgb}: 3, or more when interlaced
   */
  void convert(byte[] row, int from, int count, byte[] rgb, int to, int step);

  /** Whole-byte samples: where red, green and blue lie inside a pixel of {@code pixelBytes}. */
  static RowFormat components(int pixelBytes, int red, int green, int blue) {
    return (row, from, count, rgb, to, step) -> {
      for (int i = 0, in = from, out = to; i < count; i++, in += pixelBytes, out += step) {
        rgb[out] = row[in + red];
        rgb[out + 1] = row[in + green];
        rgb[out + 2] = row[in + blue];
      }
    };
  }

  /** Indices of {@code depth} bits (1, 2, 4 or 8), high bits first, into a palette. */
  static RowFormat indexed(int depth, Palette palette) {
    byte[] colors = palette.rgb();
    int mask = (1 << depth) - 1;
    return (row, from, count, rgb, to, step) -> {
      for (int i = 0, bit = 0, out = to; i < count; i++, bit += depth, out += step) {
        int index = (row[from + (bit >> 3)] >> (8 - depth - (bit & 7))) & mask;
        rgb[out] = colors[3 * index];
        rgb[out + 1] = colors[3 * index + 1];
        rgb[out + 2] = colors[3 * index + 2];
      }
    };
  }

  /**
   * 16-bit grey, where Pillow's conversion to 8 bits does not scale but clips: all above 255 is
   * white.
   *
   * @param high index of the more significant of the two bytes
   */
  static RowFormat clippedGrey16(int high) {
    return (row, from, count, rgb, to, step) -> {
      for (int i = 0, in = from, out = to; i < count; i++, in += 2, out += step) {
        byte grey = row[in + high] == 0 ? row[in + 1 - high] : (byte) 255;
        rgb[out] = grey;
        rgb[out + 1] = grey;
        rgb[out + 2] = grey;
      }
    };
  }

  /** 8-bit indices into a palette, each with an alpha that is dropped. */
  static RowFormat indexedAlpha(Palette palette) {
    byte[] colors = palette.rgb();
    return (row, from, count, rgb, to, step) -> {
      for (int i = 0, in = from, out = to; i < count; i++, in += 2, out += step) {
        System.arraycopy(colors, 3 * (row[in] & 0xff), rgb, out, 3);
      }
    };
  }

  /** Grey levels of 12 bits, two in three bytes, clipped like those of 16 bits. */
  static RowFormat clippedGrey12() {
    return (row, from, count, rgb, to, step) -> {
      for (int i = 0, out = to; i < count; i++, out += step) {
        int in = from + 3 * i / 2;
        int high = row[in] & 0xff;
        int low = row[in + 1] & 0xff;
        int level = i % 2 == 0 ? high << 4 | low >> 4 : (high & 15) << 8 | low;
        grey(level, rgb, out);
      }
    };
  }

  /** Signed 16-bit grey levels, of which Pillow keeps those of 0 to 255 and clips the others. */
  static RowFormat clippedSigned16(ByteOrder order) {
    VarHandle shorts = MethodHandles.byteArrayViewVarHandle(short[].class, order);
    return clipped(2, (row, at) -> (short) shorts.get(row, at));
  }

  /** 32-bit grey levels, clipped like signed ones of 16 bits. */
  static RowFormat clippedInt(ByteOrder order) {
    VarHandle ints = MethodHandles.byteArrayViewVarHandle(int[].class, order);
    return clipped(4, (row, at) -> (int) ints.get(row, at));
  }

  /** Floating-point grey levels, cut to whole numbers and clipped to 0 to 255. */
  static RowFormat clippedFloat(ByteOrder order) {
    VarHandle floats = MethodHandles.byteArrayViewVarHandle(float[].class, order);
    return clipped(4, (row, at) -> (int) (float) floats.get(row, at));
  }

  /** The number that a sample is. */
  @FunctionalInterface
  interface Level {
    /** Reads it. */
    int at(byte[] row, int at);
  }

  private static RowFormat clipped(int sampleBytes, Level level) {
    return (row, from, count, rgb, to, step) -> {
      for (int i = 0, in = from, out = to; i < count; i++, in += sampleBytes, out += step) {
        grey(level.at(row, in), rgb, out);
      }
    };
  }

  private static void grey(int level, byte[] rgb, int out) {
    byte grey = (byte) Math.clamp(level, 0, 255);
    rgb[out] = grey;
    rgb[out + 1] = grey;
    rgb[out + 2] = grey;
  }

  /** 16-bit little-endian pixels of 5 blue, {@code greenBits} green (5 or 6) and 5 red bits. */
  static RowFormat packed16(int greenBits) {
    int greenMask = (1 << greenBits) - 1;
    return (row, from, count, rgb, to, step) -> {
      for (int i = 0, in = from, out = to; i < count; i++, in += 2, out += step) {
        int pixel = (row[in] & 0xff) | (row[in + 1] & 0xff) << 8;
        rgb[out] = (byte) (((pixel >> (5 + greenBits)) & 31) * 255 / 31);
        rgb[out + 1] = (byte) (((pixel >> 5) & greenMask) * 255 / greenMask);
        rgb[out + 2] = (byte) ((pixel & 31) * 255 / 31);
      }
    };
  }

  /**
   * Red, green, blue multiplied by the alpha that follows them; the division is Pillow's.
   *
   * @param sampleBytes 1, or 2 of which only the high byte counts
   * @param high index of that byte
   */
  static RowFormat premultiplied(int pixelBytes, int sampleBytes, int high) {
    return (row, from, count, rgb, to, step) -> {
      for (int i = 0, in = from + high, out = to; i < count; i++, in += pixelBytes, out += step) {
        int alpha = row[in + 3 * sampleBytes] & 0xff;
        for (int c = 0; c < 3; c++) {
          int sample = row[in + c * sampleBytes] & 0xff;
          rgb[out + c] = (byte) (alpha == 0 ? 0 : Math.min(sample * 255 / alpha, 255));
        }
      }
    };
  }

  /**
   * Cyan, magenta, yellow, black, where 255 is full ink.
   *
   * @param sampleBytes 1, or 2 of which only the high byte counts
   * @param high index of that byte
   */
  static RowFormat cmyk(int pixelBytes, int sampleBytes, int high) {
    return (row, from, count, rgb, to, step) -> {
      for (int i = 0, in = from + high, out = to; i < count; i++, in += pixelBytes, out += step) {
        int white = 255 - (row[in + 3 * sampleBytes] & 0xff);
        for (int c = 0; c < 3; c++) {
          int ink = row[in + c * sampleBytes] & 0xff;
          rgb[out + c] = (byte) (white - timesOver255(ink, white));
        }
      }
    };
  }

  private static int timesOver255(int a, int b) {
    int product = a * b + 128;
    return ((product >> 8) + product) >> 8;
  }
}
