package dev.jclip.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files read into memory at once. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * All bytes of a regular file; anything else, such as a pipe that may never end, is not opened.
   *
   * @throws IOException if it cannot be read or holds more than {@code maxBytes}
   */
  public static byte[] read(Path file, int maxBytes) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(
          Files.isDirectory(file) ? "it is a folder" : "it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(maxBytes);
      if (bytes.length == maxBytes && in.read() >= 0) {
        throw new IOException("it holds more than %d bytes".formatted(maxBytes));
      }
      return bytes;
    }
  }
}
