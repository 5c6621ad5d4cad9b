package dev.jclip.image.file;

import dev.jclip.error.ImageException;
import dev.jclip.io.IoReason;
import dev.jclip.io.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** An image's file, read whole and not decoded. */
public final class PictureFile {
  /** The maximum number of bytes that are read of one image. */
  public static final int MAX_BYTES = 256 << 20;

  private PictureFile() {}

  /**
   * All bytes of a regular file; anything else, such as a pipe that may never end, is not opened.
   *
   * @throws IOException if it cannot be read or holds more than {@link #MAX_BYTES}
   */
  public static byte[] read(Path file) throws IOException {
    return WholeFile.read(file, MAX_BYTES);
  }

  /**
   * Reads a file in the same way, for callers to whom an image that cannot be read is one that
   * cannot be decoded.
   *
   * @throws ImageException if it cannot be read; the message starts with the path
   */
  public static byte[] content(Path file) {
    try {
      return read(file);
    } catch (IOException e) {
      throw new ImageException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }
}
