package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.io.ByteArrayOutputStream;

/** Makes a whole JPEG file of one strip or tile of a TIFF file. */
final class JpegTables {
  private static final int MARKER_BYTES = 2;

  /** An Adobe segment that says: three components are red, green and blue. */
  private static final byte[] ADOBE_RGB = {
    (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  private JpegTables() {}

  /**
   * Puts the shared tables in front of the strip's own segments.
   *
   * @param tables bytes of an abbreviated JPEG file with nothing but tables; may be empty
   * @param ycbcr whether three components are YCbCr; else they are RGB
   */
  static byte[] insert(byte[] tables, byte[] strip, boolean ycbcr) {
    if (strip.length < MARKER_BYTES || (strip[0] & 0xff) != 0xff || (strip[1] & 0xff) != 0xd8) {
      throw new ImageException("TIFF: expected a JPEG in a strip or tile, found other data");
    }
    var whole = new ByteArrayOutputStream(tables.length + strip.length + ADOBE_RGB.length);
    whole.write(strip, 0, MARKER_BYTES);
    if (!ycbcr) {
      whole.write(ADOBE_RGB, 0, ADOBE_RGB.length);
    }
    if (tables.length > 2 * MARKER_BYTES) {
      whole.write(tables, MARKER_BYTES, tables.length - 2 * MARKER_BYTES);
    }
    whole.write(strip, MARKER_BYTES, strip.length - MARKER_BYTES);
    return whole.toByteArray();
  }
}
