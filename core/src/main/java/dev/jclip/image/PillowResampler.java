package dev.jclip.image;

import java.util.Arrays;

/**
 * Resizes RGB pictures with the same bytes as Pillow's {@code Image.resize}: one pass over the
 * columns, one over the rows (very tall pictures: the rows first), fixed-point coefficients, 8 bits
 * in between.
 *
 * <p>Only the pixels of the wanted part of the result are computed, so that the centre crop of a
 * very long picture costs no more than any other. Without state, so safe for use by many threads.
 */
public final class PillowResampler {
  /** Pillow's {@code Image.resize} shrinks pictures that are more elongated in another order. */
  private static final long TALL_RATIO = 100;

  private static final int HALF = 1 << (ResampleAxis.PRECISION_BITS - 1);

  private PillowResampler() {}

  /**
   * Resizes a whole picture.
   *
   * @param width pixels in a row of the result, at least 1
   * @param height rows of the result, at least 1
   * @throws IllegalArgumentException when a side is below 1, the result exceeds an array, or so
   *     many source pixels meet in one result pixel that the coefficients would need more than 64
   *     MB
   */
  public static RgbImage resize(
      RgbImage image, int width, int height, Interpolation interpolation) {
    return resize(image, width, height, new Region(0, 0, width, height), interpolation);
  }

  /** Resizes a picture and returns only a region of the result. */
  static RgbImage resize(
      RgbImage image, int width, int height, Region region, Interpolation interpolation) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "resize: expected at least 1x1 pixels, found " + width + "x" + height);
    }
    Math.multiplyExact(Math.multiplyExact(3, region.width()), region.height());
    if (interpolation == Interpolation.NEAREST) {
      return nearest(image, width, height, region);
    }
    if (image.height() > TALL_RATIO * image.width() && height < image.height()) {
      var wholeRows = new Region(0, region.top(), image.width(), region.height());
      var columns = new Region(region.left(), 0, region.width(), region.height());
      RgbImage shrunk = columnsThenRows(image, image.width(), height, wholeRows, interpolation);
      return columnsThenRows(shrunk, width, shrunk.height(), columns, interpolation);
    }
    return columnsThenRows(image, width, height, region, interpolation);
  }

  private static RgbImage columnsThenRows(
      RgbImage image, int width, int height, Region region, Interpolation interpolation) {
    if (height == image.height()) {
      byte[] rgb = columns(image, width, region.top(), region.height(), region, interpolation);
      return new RgbImage(region.width(), region.height(), rgb);
    }
    ResampleAxis rows =
        ResampleAxis.of(image.height(), height, region.top(), region.height(), interpolation);
    int firstRow = rows.sourceStart();
    int numRows = rows.sourceEnd() - firstRow;
    byte[] strip = columns(image, width, firstRow, numRows, region, interpolation);
    byte[] rgb = resampleRows(strip, firstRow, 3 * region.width(), rows);
    return new RgbImage(region.width(), region.height(), rgb);
  }

  /** Source rows {@code firstRow..firstRow+numRows-1} with the region's columns of the result. */
  private static byte[] columns(
      RgbImage image,
      int width,
      int firstRow,
      int numRows,
      Region region,
      Interpolation interpolation) {
    byte[] strip = new byte[Math.multiplyExact(Math.multiplyExact(3, region.width()), numRows)];
    if (width == image.width()) {
      copyColumns(image, firstRow, numRows, region, strip);
    } else {
      ResampleAxis columns =
          ResampleAxis.of(image.width(), width, region.left(), region.width(), interpolation);
      resampleColumns(image, firstRow, numRows, columns, strip);
    }
    return strip;
  }

  private static void copyColumns(
      RgbImage image, int firstRow, int numRows, Region region, byte[] strip) {
    int rowBytes = 3 * region.width();
    for (int y = 0; y < numRows; y++) {
      int from = 3 * ((firstRow + y) * image.width() + region.left());
      System.arraycopy(image.rgb(), from, strip, y * rowBytes, rowBytes);
    }
  }

  private static void resampleColumns(
      RgbImage image, int firstRow, int numRows, ResampleAxis columns, byte[] strip) {
    int out = 0;
    for (int y = 0; y < numRows; y++) {
      int row = 3 * (firstRow + y) * image.width();
      for (int x = 0; x < columns.starts().length; x++, out += 3) {
        weighPixels(image.rgb(), row + 3 * columns.starts()[x], columns, x, strip, out);
      }
    }
  }

  private static void weighPixels(
      byte[] rgb, int at, ResampleAxis columns, int x, byte[] strip, int out) {
    int[] coefficients = columns.coefficients();
    int first = x * columns.stride();
    int end = first + columns.counts()[x];
    int red = HALF;
    int green = HALF;
    int blue = HALF;
    for (int k = first, i = at; k < end; k++, i += 3) {
      int weight = coefficients[k];
      red += (rgb[i] & 0xff) * weight;
      green += (rgb[i + 1] & 0xff) * weight;
      blue += (rgb[i + 2] & 0xff) * weight;
    }
    strip[out] = clip(red);
    strip[out + 1] = clip(green);
    strip[out + 2] = clip(blue);
  }

  private static byte[] resampleRows(byte[] strip, int firstRow, int rowBytes, ResampleAxis rows) {
    int height = rows.starts().length;
    byte[] rgb = new byte[rowBytes * height];
    int[] sums = new int[rowBytes];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      int from = (rows.starts()[y] - firstRow) * rowBytes;
      for (int k = 0; k < rows.counts()[y]; k++, from += rowBytes) {
        addRow(strip, from, rows.coefficients()[y * rows.stride() + k], sums);
      }
      for (int i = 0; i < rowBytes; i++) {
        rgb[y * rowBytes + i] = clip(sums[i]);
      }
    }
    return rgb;
  }

  private static void addRow(byte[] strip, int from, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (strip[from + i] & 0xff) * weight;
    }
  }

  private static byte clip(int sum) {
    return (byte) Math.clamp(sum >> ResampleAxis.PRECISION_BITS, 0, 255);
  }

  private static RgbImage nearest(RgbImage image, int width, int height, Region region) {
    int[] columns = nearestPixels(image.width(), width, region.left(), region.width());
    int[] rows = nearestPixels(image.height(), height, region.top(), region.height());
    byte[] rgb = new byte[3 * region.width() * region.height()];
    int out = 0;
    for (int row : rows) {
      for (int column : columns) {
        System.arraycopy(image.rgb(), 3 * (row * image.width() + column), rgb, out, 3);
        out += 3;
      }
    }
    return new RgbImage(region.width(), region.height(), rgb);
  }

  /** Adds up the step as Pillow does, so that rounding errors build up in the same way. */
  private static int[] nearestPixels(int inSize, int outSize, int first, int length) {
    double step = (double) (float) inSize / outSize;
    double position = step * 0.5;
    for (int i = 0; i < first; i++) {
      position += step;
    }
    int[] pixels = new int[length];
    for (int i = 0; i < length; i++) {
      pixels[i] = Math.min((int) position, inSize - 1);
      position += step;
    }
    return pixels;
  }
}
