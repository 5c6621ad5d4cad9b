package dev.jclip.image.codec;

import dev.jclip.error.ImageException;

/**
 * Guards formats whose header may claim an image much larger than the pixels that the file codes:
 * the rest would be background, which costs no bytes, so that no bound follows from the file's
 * size.
 */
final class Canvas {
  /** Up to 48 MB of pixels are granted to any header. */
  private static final long FREE_PIXELS = 1 << 24;

  private static final long MAX_RATIO = 1024;

  private Canvas() {}

  /**
   * Checks that the coded pixels are a plausible part of the image.
   *
   * @throws ImageException when an image of more than 16 million pixels is nearly all background
   */
  static void checkCoverage(long codedPixels, int width, int height) {
    long pixels = (long) width * height;
    if (pixels > FREE_PIXELS && pixels / MAX_RATIO > codedPixels) {
      throw new ImageException(
          "the header says %dx%d pixels, but the file holds only %d; damaged header"
              .formatted(width, height, codedPixels));
    }
  }
}
