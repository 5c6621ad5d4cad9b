package dev.jclip.image.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the orientation in EXIF data; anything that it cannot read counts as upright. */
final class ExifOrientation {
  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;
  private static final int TYPE_SHORT = 3;
  private static final int ENTRY_BYTES = 12;
  private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};

  private ExifOrientation() {}

  /**
   * Reads the first directory of a TIFF structure, with or without the "Exif" prefix of JPEG.
   *
   * @return 1..8
   */
  static int read(byte[] bytes, int offset, int length) {
    ByteBuffer exif = ByteBuffer.wrap(bytes, offset, length).slice();
    if (startsWithPrefix(exif)) {
      exif = exif.slice(PREFIX.length, exif.capacity() - PREFIX.length);
    }
    if (exif.capacity() < 8) {
      return UPRIGHT;
    }
    exif.order(exif.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = Integer.toUnsignedLong(exif.getInt(4));
    if (directory + 2 > exif.capacity()) {
      return UPRIGHT;
    }
    int numEntries = Short.toUnsignedInt(exif.getShort((int) directory));
    for (int i = 0; i < numEntries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (entry + ENTRY_BYTES > exif.capacity()) {
        return UPRIGHT;
      }
      if (exif.getShort((int) entry) == TAG && exif.getShort((int) entry + 2) == TYPE_SHORT) {
        return valid(Short.toUnsignedInt(exif.getShort((int) entry + 8)));
      }
    }
    return UPRIGHT;
  }

  /** The orientation itself when it has a meaning, else upright. */
  static int valid(int orientation) {
    return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
  }

  private static boolean startsWithPrefix(ByteBuffer exif) {
    return exif.capacity() >= PREFIX.length
        && exif.slice(0, PREFIX.length).equals(ByteBuffer.wrap(PREFIX));
  }
}
