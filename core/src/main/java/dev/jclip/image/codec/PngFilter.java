package dev.jclip.image.codec;

import dev.jclip.error.ImageException;

/** Undoes the row filters of PNG, in place. */
final class PngFilter {
  /** Stands for the row of zeros above the first. */
  static final int NO_ROW = -1;

  private PngFilter() {}

  /**
   * Undoes the filter that the byte before the row names.
   *
   * @param at index of the row's first byte
   * @param above index of the first byte of the row above, already done, or {@link #NO_ROW}
   * @param distance bytes to the pixel on the left
   */
  static void undo(byte[] raw, int at, int rowBytes, int above, int distance) {
    switch (raw[at - 1]) {
      case 0 -> {}
      case 1 -> undoSub(raw, at, rowBytes, distance);
      case 2 -> {
        if (above != NO_ROW) {
          undoUp(raw, at, rowBytes, above);
        }
      }
      case 3 -> undoAverage(raw, at, rowBytes, above, distance);
      case 4 -> {
        if (above == NO_ROW) {
          undoSub(raw, at, rowBytes, distance); // the predictor is then always the left
        } else {
          undoPaeth(raw, at, rowBytes, above, distance);
        }
      }
      default ->
          throw new ImageException(
              "PNG: expected a row filter of 0..4, found " + (raw[at - 1] & 0xff));
    }
  }

  private static void undoSub(byte[] raw, int at, int rowBytes, int distance) {
    for (int i = at + distance; i < at + rowBytes; i++) {
      raw[i] += raw[i - distance];
    }
  }

  private static void undoUp(byte[] raw, int at, int rowBytes, int above) {
    for (int i = 0; i < rowBytes; i++) {
      raw[at + i] += raw[above + i];
    }
  }

  private static void undoAverage(byte[] raw, int at, int rowBytes, int above, int distance) {
    for (int i = 0; i < rowBytes; i++) {
      int left = i < distance ? 0 : raw[at + i - distance] & 0xff;
      int up = above == NO_ROW ? 0 : raw[above + i] & 0xff;
      raw[at + i] += (byte) ((left + up) >> 1);
    }
  }

  private static void undoPaeth(byte[] raw, int at, int rowBytes, int above, int distance) {
    for (int i = 0; i < Math.min(distance, rowBytes); i++) {
      raw[at + i] += raw[above + i];
    }
    for (int i = distance; i < rowBytes; i++) {
      int left = raw[at + i - distance] & 0xff;
      int up = raw[above + i] & 0xff;
      int upLeft = raw[above + i - distance] & 0xff;
      int toLeft = Math.abs(up - upLeft);
      int toUp = Math.abs(left - upLeft);
      int toUpLeft = Math.abs(left + up - 2 * upLeft);
      int nearest = toUp <= toUpLeft ? up : upLeft;
      raw[at + i] += (byte) (toLeft <= toUp && toLeft <= toUpLeft ? left : nearest);
    }
  }
}
