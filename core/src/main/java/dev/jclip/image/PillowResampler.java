package dev.jclip.image;

/**
 * Resizes RGB images with the same bytes as Pillow's {@code Image.resize}: one pass over the
 * columns, one over the rows (very tall images: the rows first), fixed-point coefficients, 8 bits
 * in between.
 *
 * <p>Only the pixels of the wanted part of the result are computed, so that the centre crop of a
 * very long image costs no more than any other. Without state, so safe for use by many threads.
 */
public final class PillowResampler {
  /** Pillow's {@code Image.resize} shrinks images that are more elongated in another order. */
  private static final long TALL_RATIO = 100;

  /** Rows whose columns are resampled together. */
  private static final int BLOCK_ROWS = 64;

  private PillowResampler() {}

  /**
   * Resizes a whole image.
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

  /** Resizes an image and returns only a region of the result. */
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
    int rowBytes = 3 * region.width();
    byte[] strip = new byte[Math.multiplyExact(rowBytes, numRows)];
    if (width == image.width()) {
      for (int y = 0; y < numRows; y++) {
        int from = 3 * ((firstRow + y) * width + region.left());
        System.arraycopy(image.rgb(), from, strip, y * rowBytes, rowBytes);
      }
      return strip;
    }
    ResampleAxis columns =
        ResampleAxis.of(image.width(), width, region.left(), region.width(), interpolation);
    for (int y = 0; y < numRows; y += BLOCK_ROWS) {
      int rows = Math.min(BLOCK_ROWS, numRows - y);
      int from = 3 * (firstRow + y) * image.width();
      int to = y * rowBytes;
      LineResampler.resample(
          columns,
          3 * rows,
          (x, column) -> gather(image.rgb(), from + 3 * x, 3 * image.width(), column),
          (x, column) -> scatter(column, strip, to + 3 * x, rowBytes));
    }
    return strip;
  }

  /** Reads one pixel of each row of a block. */
  private static void gather(byte[] rgb, int from, int rowBytes, int[] column) {
    for (int i = 0, at = from; i < column.length; i += 3, at += rowBytes) {
      column[i] = rgb[at] & 0xff;
      column[i + 1] = rgb[at + 1] & 0xff;
      column[i + 2] = rgb[at + 2] & 0xff;
    }
  }

  /** Writes one pixel of each row of a block. */
  private static void scatter(int[] column, byte[] rgb, int to, int rowBytes) {
    for (int i = 0, at = to; i < column.length; i += 3, at += rowBytes) {
      rgb[at] = (byte) column[i];
      rgb[at + 1] = (byte) column[i + 1];
      rgb[at + 2] = (byte) column[i + 2];
    }
  }

  private static byte[] resampleRows(byte[] strip, int firstRow, int rowBytes, ResampleAxis rows) {
    byte[] rgb = new byte[rowBytes * rows.starts().length];
    LineResampler.resample(
        rows,
        rowBytes,
        (y, row) -> {
          int from = (y - firstRow) * rowBytes;
          for (int i = 0; i < row.length; i++) {
            row[i] = strip[from + i] & 0xff;
          }
        },
        (y, row) -> {
          int to = y * rowBytes;
          for (int i = 0; i < row.length; i++) {
            rgb[to + i] = (byte) row[i];
          }
        });
    return rgb;
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
