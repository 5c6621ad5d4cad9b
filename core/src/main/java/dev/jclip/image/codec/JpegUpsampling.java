package dev.jclip.image.codec;

/**
 * What libjpeg-turbo does to components that have every second row only, and the JDK's libjpeg
 * repeats: each of the two rows that come of one is a mean of it, three parts, and its neighbour on
 * that side, one part.
 */
final class JpegUpsampling {
  private JpegUpsampling() {}

  /**
   * Replaces repeated rows by means.
   *
   * @param samples [height, width, components], changed in place
   */
  static void smoothRows(byte[] samples, JpegFrame frame) {
    int components = frame.components().size();
    int maxHorizontal = 0;
    int maxVertical = 0;
    for (JpegFrame.Component component : frame.components()) {
      maxHorizontal = Math.max(maxHorizontal, component.horizontal());
      maxVertical = Math.max(maxVertical, component.vertical());
    }
    for (int c = 0; c < components; c++) {
      JpegFrame.Component component = frame.components().get(c);
      if (component.horizontal() == maxHorizontal && 2 * component.vertical() == maxVertical) {
        smoothRows(samples, frame.width(), frame.height(), c, components);
      }
    }
  }

  private static void smoothRows(byte[] samples, int width, int height, int at, int stride) {
    int[] above = row(samples, width, 0, at, stride);
    int[] current = above;
    for (int y = 0; y < height; y += 2) {
      int[] below = y + 2 < height ? row(samples, width, y + 2, at, stride) : current;
      mix(samples, y * width, current, above, 1, at, stride);
      if (y + 1 < height) {
        mix(samples, (y + 1) * width, current, below, 2, at, stride);
      }
      above = current;
      current = below;
    }
  }

  private static int[] row(byte[] samples, int width, int y, int at, int stride) {
    int[] row = new int[width];
    for (int x = 0; x < width; x++) {
      row[x] = samples[(y * width + x) * stride + at] & 0xff;
    }
    return row;
  }

  /** Halves are rounded down in the upper row and up in the lower one. */
  private static void mix(
      byte[] samples, int pixel, int[] row, int[] neighbour, int rounding, int at, int stride) {
    for (int x = 0; x < row.length; x++) {
      samples[(pixel + x) * stride + at] = (byte) ((3 * row[x] + neighbour[x] + rounding) >> 2);
    }
  }
}
