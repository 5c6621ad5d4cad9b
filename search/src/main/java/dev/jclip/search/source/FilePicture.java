package dev.jclip.search.source;

import dev.jclip.error.ImageException;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image in a file of its own. */
final class FilePicture {
  private FilePicture() {}

  static String id(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  static PictureContent read(Path file, String caption, SortedMap<String, String> metadata) {
    try {
      byte[] bytes = PictureFile.read(file);
      var all = new TreeMap<>(metadata);
      all.put("bytes", Integer.toString(bytes.length));
      all.put(
          "modified",
          Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS).toString());
      return new PictureContent(bytes, caption, all);
    } catch (IOException e) {
      throw new ImageException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }
}
