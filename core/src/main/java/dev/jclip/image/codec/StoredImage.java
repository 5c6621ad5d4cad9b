package dev.jclip.image.codec;

import dev.jclip.error.ImageException;

/**
 * The pixels of a file as they are stored, and how a person would turn them.
 *
 * @param width pixels in a row
 * @param height rows
 * @param rgb [height, width, 3], interleaved red, green, blue
 * @param orientation EXIF orientation 1..8, where 1 is upright
 */
@SuppressWarnings("ArrayRecordComponent") // handed over to the caller, who becomes its owner
public record StoredImage(int width, int height, byte[] rgb, int orientation) {
  /** Creates an upright image. */
  StoredImage(int width, int height, byte[] rgb) {
    this(width, height, rgb, Orientation.UPRIGHT);
  }

  /** Allocates the pixels of an image whose size has been checked. */
  static byte[] allocate(int width, int height) {
    return new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
  }

  /**
   * Checks the size that a header claims.
   *
   * @throws ImageException when there are no pixels, or more than {@code maxPixels}
   */
  static void checkSize(long width, long height, long maxPixels) {
    if (width < 1 || height < 1) {
      throw new ImageException(
          "expected at least 1x1 pixels, the header says %dx%d".formatted(width, height));
    }
    if (width > maxPixels || height > maxPixels || width * height > maxPixels) {
      throw new ImageException(
          "the header says %dx%d pixels, the limit is %d; raise the limit if the file is trusted"
              .formatted(width, height, maxPixels));
    }
  }

  /** Turns and mirrors the pixels so that the orientation becomes 1. */
  public StoredImage upright() {
    if (orientation == Orientation.UPRIGHT) {
      return this;
    }
    boolean transposed = orientation >= 5;
    int newWidth = transposed ? height : width;
    int newHeight = transposed ? width : height;
    byte[] turned = new byte[rgb.length];
    for (int y = 0, at = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++, at += 3) {
        System.arraycopy(rgb, 3 * sourcePixel(x, y), turned, at, 3);
      }
    }
    return new StoredImage(newWidth, newHeight, turned);
  }

  /** The stored pixel that is seen at column {@code x} of row {@code y}. */
  private int sourcePixel(int x, int y) {
    int right = width - 1;
    int bottom = height - 1;
    return switch (orientation) {
      case 2 -> y * width + right - x;
      case 3 -> (bottom - y) * width + right - x;
      case 4 -> (bottom - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (bottom - x) * width + y;
      case 7 -> (bottom - x) * width + right - y;
      case 8 -> x * width + right - y;
      default -> y * width + x;
    };
  }
}
