package dev.jclip.data.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A picture's file, read whole and not decoded. */
public final class PictureFile {
  /** The endings of names, in the order in which a sample's picture is looked for. */
  public static final List<String> EXTENSIONS =
      List.of("webp", "png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff");

  /** The most bytes that are read of one picture. */
  public static final int MAX_BYTES = 256 << 20;

  private PictureFile() {}

  /** Whether a file's name has a picture's ending and is not hidden. */
  public static boolean isNamed(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /**
   * All bytes of a regular file; anything else, such as a pipe that may never end, is not opened.
   *
   * @throws IOException if it cannot be read or holds more than {@link #MAX_BYTES}
   */
  public static byte[] read(Path file) throws IOException {
    return read(file, MAX_BYTES);
  }

  static byte[] read(Path file, int maxBytes) throws IOException {
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
