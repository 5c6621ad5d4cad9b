package dev.jclip.data.table;

import dev.jclip.data.file.FileForms;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Files that tables and records name. */
public final class NamedFile {
  private static final String FILE_URL = "file:/";
  private static final Pattern OTHER_URL = Pattern.compile("(?i)[a-z][a-z0-9+.-]+://.*");

  private NamedFile() {}

  /**
   * The file of a path or of a {@code file:} URL. A relative path is looked for in a folder, and if
   * it is not there, from the working directory, as open_clip does.
   *
   * @throws IOException if it can be none; the message says why
   */
  public static Path of(String path, Path folder) throws IOException {
    try {
      if (path.startsWith(FILE_URL)) {
        return Path.of(URI.create(path.replace(" ", "%20")));
      }
      Path beside = FileForms.existing(folder.resolve(path));
      if (Files.exists(beside)) {
        return beside;
      }
      if (OTHER_URL.matcher(path).matches()) {
        throw new IOException(
            "\"%s\" is an address on a network; expected a file, to which it has to be downloaded first"
                .formatted(path));
      }
      Path given = FileForms.existing(Path.of(path));
      return Files.exists(given) ? given : beside;
    } catch (InvalidPathException e) {
      throw new IOException(
          "\"%s\" cannot be a picture's path: %s".formatted(path, e.getReason()), e);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IOException(
          "\"%s\" cannot be a picture's path: %s".formatted(path, e.getMessage()), e);
    }
  }
}
