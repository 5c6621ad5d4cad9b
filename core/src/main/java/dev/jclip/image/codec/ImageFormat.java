package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The supported formats, recognised by their first bytes, and the endings that names of such files
 * have: those of Pillow.
 */
enum ImageFormat {
  WEBP("RIFF....WEBP", "webp"),
  PNG("\u0089PNG\r\n\u001a\n", "png apng"),
  JPEG("\u00ff\u00d8\u00ff", "jpg jpeg jpe jfif mpo"),
  BMP("BM.{12}[\u000c(48@l|]\0\0\0", "bmp"),
  /** What follows the first 14 bytes of a BMP file. */
  DIB("(\u000c\0\0\0.{4}|[(48@l|]\0\0\0.{8})\u0001\0[\u0001\u0004\b\u0010\u0018 ]\0", "dib"),
  GIF("GIF8[79]a", "gif"),
  TIFF("(II[*+]\0|MM\0[*+]|II\0\\*|MM\\*\0)", "tif tiff");

  private static final int SHOWN_BYTES = 8;

  private final Pattern start;
  private final String extensions;

  ImageFormat(String start, String extensions) {
    this.start = Pattern.compile(start, Pattern.DOTALL);
    this.extensions = extensions;
  }

  /** The endings of names without their dot, in lower case. */
  List<String> extensions() {
    return List.of(extensions.split(" "));
  }

  /** What files of other formats start with, what they are, and whether that is an image. */
  private record Other(Pattern start, String description, boolean image) {
    static Other image(String start, String description) {
      return of(start, description, true);
    }

    static Other file(String start, String description) {
      return of(start, description, false);
    }

    private static Other of(String start, String description, boolean image) {
      return new Other(
          Pattern.compile(start, Pattern.DOTALL | Pattern.CASE_INSENSITIVE), description, image);
    }
  }

  private static final List<Other> OTHERS =
      List.of(
          Other.image("....ftyp(hei|hev|mif1|msf1)", "HEIC"),
          Other.image("....ftypavi", "AVIF"),
          Other.file("....ftyp", "a video (MP4 family)"),
          Other.image("\0\0\0\u000cJXL |\u00ff\n", "JPEG XL"),
          Other.image("\0\0\0\u000cjP  |\u00ffO\u00ffQ", "JPEG 2000"),
          Other.file("%PDF", "PDF"),
          Other.image("8BPS", "Photoshop PSD"),
          Other.image("\0\0\u0001\0(?!\0\0).....\0", "a Windows icon"),
          Other.image("\0\0\u0002\0(?!\0\0).....\0", "a Windows cursor"),
          Other.image(
              ".(\0[\u0002\u0003\n\u000b]|\u0001[\u0001\t]).{13}[\b\u000f\u0010\u0018 ][\0-?]",
              "TGA"),
          Other.image("P[1-7]\\s", "a Netpbm image (PBM, PGM, PPM, PAM)"),
          Other.image("qoif", "QOI"),
          Other.image("#\\?(RADIANCE|RGBE)", "Radiance HDR"),
          Other.image("v/1\u0001", "OpenEXR"),
          Other.file("PK\u0003\u0004", "a ZIP archive"),
          Other.file("\u001f\u008b", "a gzip archive"),
          Other.file("version https://git-lfs", "a Git LFS pointer, not the file itself"),
          Other.image(
              "(\u00ef\u00bb\u00bf)?\\s*(<\\?xml[^>]*>)?\\s*(<!--.*?-->)?\\s*(<!DOCTYPE svg[^>]*>)?\\s*<svg",
              "SVG"),
          Other.file("(\u00ef\u00bb\u00bf)?\\s*<(!DOCTYPE html|html)", "a web page (HTML)"),
          Other.file("(\u00ef\u00bb\u00bf)?\\s*<\\?xml", "XML"),
          Other.file("[\\t\\n\\r -~\u0080-\u00ff]{4,}$", "text"));

  /**
   * Recognises a format.
   *
   * @param file the file or its first bytes
   * @throws ImageException when it is none of the supported ones
   */
  static ImageFormat of(byte[] file) {
    String head = head(file);
    return supported(head)
        .orElseThrow(
            () ->
                new ImageException(
                    "not a supported image: %s; supported are JPEG, PNG, GIF, BMP, TIFF and WebP"
                        .formatted(describe(head))));
  }

  /** Whether a file is an image, of a supported format or of another. */
  static boolean isImage(byte[] file) {
    String head = head(file);
    return supported(head).isPresent() || other(head).filter(Other::image).isPresent();
  }

  private static String head(byte[] file) {
    return new String(
        file, 0, Math.min(file.length, ImageCodecs.HEAD_BYTES), StandardCharsets.ISO_8859_1);
  }

  private static Optional<ImageFormat> supported(String head) {
    return Arrays.stream(values())
        .filter(format -> format.start.matcher(head).lookingAt())
        .findFirst();
  }

  private static Optional<Other> other(String head) {
    return OTHERS.stream().filter(other -> other.start.matcher(head).lookingAt()).findFirst();
  }

  private static String describe(String head) {
    return head.isEmpty()
        ? "the file is empty"
        : other(head)
            .map(other -> "it looks like " + other.description)
            .orElseGet(() -> "unknown format that starts with the bytes " + firstBytes(head));
  }

  private static String firstBytes(String head) {
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    return HexFormat.ofDelimiter(" ")
        .formatHex(Arrays.copyOf(start, Math.min(start.length, SHOWN_BYTES)));
  }
}
