package dev.jclip.grounding.space;

import dev.jclip.detect.Box;

/**
 * The pixels of an image that belong to an object.
 *
 * @param width of the image
 * @param height of the image
 * @param pixels row after row; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // one number a pixel
public record Mask(int width, int height, boolean[] pixels) {
  /**
   * @throws IllegalArgumentException if the number of pixels is another one
   */
  public Mask {
    if (width < 1 || height < 1 || pixels.length != (long) width * height) {
      throw new IllegalArgumentException(
          "mask: expected %d x %d pixels, found %d".formatted(width, height, pixels.length));
    }
  }

  /** The pixels whose middle is in a box. */
  static Mask of(Box box, int width, int height) {
    boolean[] pixels = new boolean[width * height];
    for (int i = 0; i < pixels.length; i++) {
      double x = i % width + 0.5;
      double y = Math.floorDiv(i, width) + 0.5;
      pixels[i] = x >= box.left() && x <= box.right() && y >= box.top() && y <= box.bottom();
    }
    return new Mask(width, height, pixels);
  }

  int count() {
    int count = 0;
    for (boolean pixel : pixels) {
      count += pixel ? 1 : 0;
    }
    return count;
  }

  /** The smallest box around the pixels; there must be one. */
  Box box() {
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i]) {
        left = Math.min(left, i % width);
        right = Math.max(right, i % width);
        top = Math.min(top, i / width);
        bottom = Math.max(bottom, i / width);
      }
    }
    return new Box(left, top, right + 1.0, bottom + 1.0);
  }
}
