package dev.jclip.image.codec;

import dev.jclip.error.ImageException;

/**
 * 256 colours; those that a file does not define are black.
 *
 * @param rgb [256, 3]
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package, never changed
record Palette(byte[] rgb) {
  private static final int SIZE = 256;

  /**
   * Reads {@code numColors} entries of {@code entryBytes}; {@code red} and {@code blue} are
   * offsets.
   */
  static Palette read(FileBytes file, long at, int numColors, int entryBytes, int red, int blue) {
    int from = file.check(at, (long) numColors * entryBytes);
    byte[] rgb = new byte[3 * SIZE];
    for (int i = 0; i < Math.min(numColors, SIZE); i++) {
      int entry = from + i * entryBytes;
      rgb[3 * i] = file.array()[entry + red];
      rgb[3 * i + 1] = file.array()[entry + 1];
      rgb[3 * i + 2] = file.array()[entry + blue];
    }
    return new Palette(rgb);
  }

  /** Red, green and blue tables of 16-bit values one after the other, as in TIFF. */
  static Palette ofTables(long[] values, int numColors) {
    if (values.length < 3 * numColors) {
      throw new ImageException(
          "colour map: expected %d values, found %d".formatted(3 * numColors, values.length));
    }
    byte[] rgb = new byte[3 * SIZE];
    for (int i = 0; i < numColors; i++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) (values[c * numColors + i] >> 8);
      }
    }
    return new Palette(rgb);
  }

  /** The grey levels of {@code depth} bits, from black to white. */
  static Palette grey(int depth) {
    int white = (1 << depth) - 1;
    byte[] rgb = new byte[3 * SIZE];
    for (int i = 0; i < 3 * SIZE; i++) {
      rgb[i] = (byte) (i / 3 * 255 / white);
    }
    return new Palette(rgb);
  }

  /** The grey levels of {@code depth} bits, from white to black. */
  static Palette invertedGrey(int depth) {
    byte[] rgb = grey(depth).rgb;
    for (int i = 0; i < 3 * SIZE; i++) {
      rgb[i] = (byte) ~rgb[i];
    }
    return new Palette(rgb);
  }

  /**
   * Whether the first {@code numColors} entries say only that index i is grey level i; Pillow then
   * takes all indices as grey levels, also those past the end of the palette.
   */
  boolean isGreyRamp(int numColors) {
    for (int i = 0; i < 3 * numColors; i++) {
      if ((rgb[i] & 0xff) != i / 3) {
        return false;
      }
    }
    return true;
  }
}
