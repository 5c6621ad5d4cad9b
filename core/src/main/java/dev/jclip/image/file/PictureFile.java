package dev.jclip.image.file;

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
}
