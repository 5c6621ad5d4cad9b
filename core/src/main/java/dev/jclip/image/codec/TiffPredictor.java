package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteOrder;

/** What was done to the samples of a TIFF file before they were compressed, and undoes it. */
@FunctionalInterface
interface TiffPredictor {
  /** Leaves everything as it is. */
  TiffPredictor NONE = (_, _, _) -> {};

  /** The field that names it. */
  int TAG = 317;

  /**
   * Undoes it in place.
   *
   * @param data whole rows of samples in the file's byte order
   * @param samples how many samples of a pixel lie together
   */
  void undo(byte[] data, int rowBytes, int samples);

  /** The predictor that the file names. */
  static TiffPredictor of(TiffDirectory directory, TiffPixels pixels) {
    int number = (int) directory.value(TAG, 1);
    int bits = pixels.bits();
    boolean littleEndian = directory.file().order() == ByteOrder.LITTLE_ENDIAN;
    boolean whole = bits == 8 || bits == 16 || bits == 32;
    if (number == 1) {
      return NONE;
    }
    if (number == 2 && whole) {
      return (data, rowBytes, samples) ->
          undoDifferences(data, rowBytes, samples, bits / 8, littleEndian);
    }
    if (number == 3 && bits == 32 && pixels.isFloat()) {
      return (data, rowBytes, samples) ->
          undoFloatDifferences(data, rowBytes, samples, littleEndian);
    }
    throw new ImageException(
        "TIFF: predictor %d with %d bits a sample is not read".formatted(number, bits));
  }

  private static void undoDifferences(
      byte[] data, int rowBytes, int samples, int bytes, boolean littleEndian) {
    int distance = samples * bytes;
    for (int row = 0; row < data.length; row += rowBytes) {
      for (int i = row + distance; i < row + rowBytes; i += bytes) {
        int carry = 0;
        for (int b = 0; b < bytes; b++) { // from the least significant byte on
          int at = littleEndian ? i + b : i + bytes - 1 - b;
          carry += (data[at] & 0xff) + (data[at - distance] & 0xff);
          data[at] = (byte) carry;
          carry >>= 8;
        }
      }
    }
  }

  /** A row's most significant bytes come first, then the next ones; all are differences. */
  private static void undoFloatDifferences(
      byte[] data, int rowBytes, int samples, boolean littleEndian) {
    byte[] row = new byte[rowBytes];
    int numSamples = rowBytes / Float.BYTES;
    for (int start = 0; start < data.length; start += rowBytes) {
      for (int i = start + samples; i < start + rowBytes; i++) {
        data[i] += data[i - samples];
      }
      System.arraycopy(data, start, row, 0, rowBytes);
      for (int i = 0; i < rowBytes; i++) {
        int significance = i / numSamples; // 0 for the most significant
        int place = littleEndian ? Float.BYTES - 1 - significance : significance;
        data[start + Float.BYTES * (i % numSamples) + place] = row[i];
      }
    }
  }
}
