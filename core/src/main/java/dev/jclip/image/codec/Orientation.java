package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a person would turn a stored image, 1..8, as Pillow's {@code exif_transpose} decides it: EXIF
 * comes first, XMP counts only where EXIF has no such field, and what has no meaning is upright.
 */
final class Orientation {
  static final int UPRIGHT = 1;

  private static final int FIELD = 274;
  private static final int MOST = 8;
  private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};
  private static final Pattern XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

  private Orientation() {}

  /**
   * Decides by metadata.
   *
   * @param exif a TIFF structure, with or without the "Exif" prefix of JPEG, or null without one
   * @param xmp the text of an XMP packet, or null without one
   */
  static int of(byte @Nullable [] exif, byte @Nullable [] xmp) {
    byte[] tiff = exif == null ? new byte[0] : withoutPrefix(exif);
    if (tiff.length == 0) {
      return ofXmp(xmp);
    }
    try {
      return of(TiffDirectory.read(tiff), xmp);
    } catch (ImageException _) { // no TIFF structure: Pillow then looks at nothing else either
      return UPRIGHT;
    }
  }

  /** Decides by a directory and, where it has no orientation, by XMP. */
  static int of(TiffDirectory directory, byte @Nullable [] xmp) {
    return directory.has(FIELD) ? valid(directory.number(FIELD)) : ofXmp(xmp);
  }

  private static int ofXmp(byte @Nullable [] xmp) {
    if (xmp == null) {
      return UPRIGHT;
    }
    Matcher match = XMP.matcher(new String(xmp, StandardCharsets.ISO_8859_1));
    return match.find() ? valid(Integer.parseInt(match.group(1))) : UPRIGHT;
  }

  private static int valid(double orientation) {
    boolean known = orientation == Math.rint(orientation) && orientation >= UPRIGHT;
    return known && orientation <= MOST ? (int) orientation : UPRIGHT;
  }

  /** Some writers put the prefix twice. */
  private static byte[] withoutPrefix(byte[] exif) {
    int at = 0;
    while (exif.length - at >= PREFIX.length
        && Arrays.equals(exif, at, at + PREFIX.length, PREFIX, 0, PREFIX.length)) {
      at += PREFIX.length;
    }
    return Arrays.copyOfRange(exif, at, exif.length);
  }
}
