package dev.jclip.image;

import dev.jclip.error.ImageException;
import dev.jclip.image.codec.ImageCodecs;
import dev.jclip.image.codec.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads image files into the pixels of Pillow's {@code Image.open(file).convert("RGB")}: JPEG, PNG,
 * GIF, BMP, TIFF and WebP, recognised by their content and not by their names. Alpha is dropped,
 * colour profiles are ignored, and an animation gives its first frame.
 *
 * <p>Pillow reads some files that are errors here: PNG with a wrong checksum, and TIFF in CIE Lab,
 * or in YCbCr without JPEG compression. Two kinds of TIFF it misreads, and they are read as what is
 * in them: compressed big-endian samples that are signed, of 32 bits or floating point, and
 * uncompressed planes of 16 bits. EXIF that cannot be read, where Pillow fails, counts as upright.
 *
 * <p>Files are not trusted: sizes are checked before memory is allocated, and a truncated or
 * damaged file is an error, never a half-grey image. Immutable, so safe for use by many threads.
 */
public final class ImageDecoder {
  /** What one array holds. */
  private static final long MAX_FILE_BYTES = Integer.MAX_VALUE - 8;

  private final Options options;

  private ImageDecoder(Options options) {
    this.options = options;
  }

  /**
   * What to do with what a file says about itself.
   *
   * @param applyExifOrientation whether the image is turned upright as its EXIF or XMP says; Pillow
   *     does so by itself only for TIFF, where this option therefore changes nothing
   * @param maxPixels the largest width × height accepted, 1..{@value #MOST_PIXELS}
   */
  public record Options(boolean applyExifOrientation, long maxPixels) {
    /** Where Pillow refuses an image as a decompression bomb. */
    public static final long DEFAULT_MAX_PIXELS = 178_956_970;

    /** The maximum number of pixels that fit into one array. */
    public static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / 3;

    /** Orientation applied, Pillow's pixel limit. */
    public static final Options DEFAULT = new Options(true, DEFAULT_MAX_PIXELS);

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException when the limit is out of range
     */
    public Options {
      if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
        throw new IllegalArgumentException(
            "maxPixels: expected 1..%d, found %d".formatted(MOST_PIXELS, maxPixels));
      }
    }

    /** These options, with the orientation applied or not. */
    public Options withApplyExifOrientation(boolean apply) {
      return new Options(apply, maxPixels);
    }

    /** These options, with another pixel limit. */
    public Options withMaxPixels(long pixels) {
      return new Options(applyExifOrientation, pixels);
    }
  }

  /** Creates a decoder with {@link Options#DEFAULT}. */
  public static ImageDecoder create() {
    return new ImageDecoder(Options.DEFAULT);
  }

  /** Creates a decoder. */
  public static ImageDecoder create(Options options) {
    return new ImageDecoder(options);
  }

  /** What it does with what a file says about itself. */
  public Options options() {
    return options;
  }

  /**
   * Reads a file.
   *
   * @throws ImageException when it cannot be read, is no image of a supported format, is damaged,
   *     or has too many pixels; the message starts with the path
   */
  public RgbImage decode(Path file) {
    try {
      requirePicture(file);
      return decodeBytes(Files.readAllBytes(file));
    } catch (AccessDeniedException e) {
      throw new ImageException(file + ": cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new ImageException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (ImageException e) {
      throw named(file.toString(), e);
    }
  }

  /** Looks at the first bytes, so that a large file of another kind is not read. */
  private static void requirePicture(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      String kind = Files.isDirectory(file) ? "a folder" : "no such file";
      throw new ImageException("expected an image file, found " + kind + "; check the path");
    }
    try (InputStream in = Files.newInputStream(file)) {
      ImageCodecs.requireSupported(in.readNBytes(ImageCodecs.HEAD_BYTES));
    }
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new ImageException(
          "expected at most %d bytes, found %d".formatted(MAX_FILE_BYTES, Files.size(file)));
    }
  }

  /**
   * Reads a file held in memory.
   *
   * @param bytes the whole file; not changed
   * @param name what error messages call it
   * @throws ImageException as {@link #decode(Path)}
   */
  public RgbImage decode(byte[] bytes, String name) {
    try {
      return decodeBytes(bytes);
    } catch (ImageException e) {
      throw named(name, e);
    }
  }

  private RgbImage decodeBytes(byte[] bytes) {
    StoredImage stored = ImageCodecs.decode(bytes, options.maxPixels());
    StoredImage image = options.applyExifOrientation() ? stored.upright() : stored;
    return new RgbImage(image.width(), image.height(), image.rgb());
  }

  private static ImageException named(String name, ImageException e) {
    return new ImageException(name + ": " + e.getMessage(), e);
  }
}
