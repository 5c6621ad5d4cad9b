package dev.jclip.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Small images of many kinds and the pixels that Pillow reads from them; made by {@code
 * src/test/python/make_image_goldens.py}.
 */
public final class PillowCases {
  private static final String GOLDEN = ".rgb";

  private PillowCases() {}

  /** The image files by their names. */
  public static Map<String, byte[]> files() {
    Map<String, byte[]> files = entries();
    files.keySet().removeIf(name -> name.endsWith(GOLDEN));
    return files;
  }

  /**
   * Images as many programs write them, by their names; made by {@code
   * src/test/python/make_image_kinds.py}.
   */
  static Map<String, byte[]> kinds() {
    Map<String, byte[]> kinds = entries("pillow-kinds.zip");
    kinds.keySet().removeIf(name -> name.matches(".*\\.(rgb|refused|misread)"));
    return kinds;
  }

  /** Pillow's pixels of each file, as stored. */
  public static Map<String, RgbImage> stored() {
    return goldens(GOLDEN);
  }

  /** Pillow's pixels after {@code exif_transpose}, of the files that have an orientation. */
  static Map<String, RgbImage> upright() {
    return goldens(".upright" + GOLDEN);
  }

  private static Map<String, RgbImage> goldens(String suffix) {
    var goldens = new TreeMap<String, RgbImage>();
    entries()
        .forEach(
            (name, bytes) -> {
              String file = name.substring(0, Math.max(0, name.length() - suffix.length()));
              if (name.endsWith(suffix) && file.matches("[^.]+\\.[a-z]+")) {
                goldens.put(file, image(bytes));
              }
            });
    return goldens;
  }

  /** A golden: width and height, then the pixels. */
  static RgbImage image(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int width = buffer.getInt();
    int height = buffer.getInt();
    byte[] rgb = new byte[buffer.remaining()];
    buffer.get(rgb);
    return new RgbImage(width, height, rgb);
  }

  private static Map<String, byte[]> entries() {
    return entries("pillow.zip");
  }

  /** All files of a resource by their names. */
  static Map<String, byte[]> entries(String name) {
    try (InputStream resource = PillowCases.class.getResourceAsStream(name)) {
      return entries(Objects.requireNonNull(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files of an archive by their names. */
  static Map<String, byte[]> entries(InputStream archive) throws IOException {
    var entries = new TreeMap<String, byte[]>();
    try (var zip = new ZipInputStream(archive)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
