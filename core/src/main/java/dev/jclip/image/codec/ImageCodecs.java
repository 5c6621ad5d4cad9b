package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.Arrays;
import java.util.List;

/** Decodes any supported image file. Without state, so safe for use by many threads. */
public final class ImageCodecs {
  /** How many bytes from the start of a file tell its format. */
  public static final int HEAD_BYTES = 512;

  private ImageCodecs() {}

  /** The endings that names of supported files have, without their dot and in lower case. */
  public static List<String> extensions() {
    return Arrays.stream(ImageFormat.values())
        .flatMap(format -> format.extensions().stream())
        .toList();
  }

  /**
   * Whether a file is an image, of a supported format or of another.
   *
   * @param head the first {@value #HEAD_BYTES} bytes of the file, or all of a shorter one
   */
  public static boolean isImage(byte[] head) {
    return ImageFormat.isImage(head);
  }

  /**
   * Checks that a file is of a supported format.
   *
   * @param head the first {@value #HEAD_BYTES} bytes of the file, or all of a shorter one
   * @throws ImageException when it is not; the message says what it looks like
   */
  public static void requireSupported(byte[] head) {
    ImageFormat.of(head);
  }

  /**
   * Decodes a file.
   *
   * @param file the whole file; not changed
   * @param maxPixels the largest width × height accepted, checked before memory is allocated
   * @return the pixels as stored, and the file's orientation
   * @throws ImageException when the file is of no supported format, is damaged or truncated, uses a
   *     feature that is not supported, or has too many pixels
   */
  public static StoredImage decode(byte[] file, long maxPixels) {
    return switch (ImageFormat.of(file)) {
      case JPEG -> JpegDecoder.decode(file, maxPixels);
      case PNG -> PngDecoder.decode(file, maxPixels);
      case GIF -> GifDecoder.decode(file, maxPixels);
      case BMP -> BmpDecoder.decode(file, maxPixels);
      case DIB -> BmpDecoder.decodeWithoutFileHeader(file, maxPixels);
      case TIFF -> TiffDecoder.decode(file, maxPixels);
      case WEBP -> WebpDecoder.decode(file, maxPixels);
    };
  }
}
