package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The supported formats, recognised by their first bytes. */
enum ImageFormat {
  JPEG("\u00ff\u00d8\u00ff"),
  PNG("\u0089PNG\r\n\u001a\n"),
  GIF("GIF8[79]a"),
  BMP("BM"),
  TIFF("(II\\*\0|MM\0\\*)"),
  WEBP("RIFF....WEBP");

  private static final int SHOWN_BYTES = 8;

  private final Pattern start;

  ImageFormat(String start) {
    this.start = Pattern.compile(start, Pattern.DOTALL);
  }

  /** What files that are no supported picture start with, and what they are. */
  private record Other(Pattern start, String description) {
    static Other of(String start, String description) {
      return new Other(
          Pattern.compile(start, Pattern.DOTALL | Pattern.CASE_INSENSITIVE), description);
    }
  }

  private static final List<Other> OTHERS =
      List.of(
          Other.of("....ftyp(hei|hev|mif1|msf1)", "HEIC"),
          Other.of("....ftypavi", "AVIF"),
          Other.of("....ftyp", "a video (MP4 family)"),
          Other.of("\0\0\0\u000cJXL |\u00ff\n", "JPEG XL"),
          Other.of("\0\0\0\u000cjP  |\u00ffO\u00ffQ", "JPEG 2000"),
          Other.of("II\\+\0|MM\0\\+", "BigTIFF"),
          Other.of("%PDF", "PDF"),
          Other.of("8BPS", "Photoshop PSD"),
          Other.of("\0\0[\u0001\u0002]\0", "a Windows icon"),
          Other.of("P[1-7]\\s", "a Netpbm picture (PBM, PGM, PPM, PAM)"),
          Other.of("qoif", "QOI"),
          Other.of("#\\?(RADIANCE|RGBE)", "Radiance HDR"),
          Other.of("v/1\u0001", "OpenEXR"),
          Other.of("PK\u0003\u0004", "a ZIP archive"),
          Other.of("\u001f\u008b", "a gzip archive"),
          Other.of("version https://git-lfs", "a Git LFS pointer, not the file itself"),
          Other.of(
              "(\u00ef\u00bb\u00bf)?\\s*(<\\?xml[^>]*>)?\\s*(<!--.*?-->)?\\s*(<!DOCTYPE svg[^>]*>)?\\s*<svg",
              "SVG"),
          Other.of("(\u00ef\u00bb\u00bf)?\\s*<(!DOCTYPE html|html)", "a web page (HTML)"),
          Other.of("(\u00ef\u00bb\u00bf)?\\s*<\\?xml", "XML"),
          Other.of("[\\t\\n\\r -~\u0080-\u00ff]{4,}$", "text"));

  /**
   * Recognises a format.
   *
   * @param file the file or its first bytes
   * @throws ImageException when it is none of the supported ones
   */
  static ImageFormat of(byte[] file) {
    String head =
        new String(
            file, 0, Math.min(file.length, ImageCodecs.HEAD_BYTES), StandardCharsets.ISO_8859_1);
    for (ImageFormat format : values()) {
      if (format.start.matcher(head).lookingAt()) {
        return format;
      }
    }
    throw new ImageException(
        "not a supported picture: %s; supported are JPEG, PNG, GIF, BMP, TIFF and WebP"
            .formatted(describe(head)));
  }

  private static String describe(String head) {
    if (head.isEmpty()) {
      return "the file is empty";
    }
    for (Other other : OTHERS) {
      if (other.start.matcher(head).lookingAt()) {
        return "it looks like " + other.description;
      }
    }
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] shown = Arrays.copyOf(start, Math.min(start.length, SHOWN_BYTES));
    return "unknown format that starts with the bytes "
        + HexFormat.ofDelimiter(" ").formatHex(shown);
  }
}
