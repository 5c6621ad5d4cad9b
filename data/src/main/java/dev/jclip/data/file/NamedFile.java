package dev.jclip.data.file;

import dev.jclip.io.ComposedText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds files that people, tables and records name. */
public final class NamedFile {
  private static final String FILE_URL = "file:/";
  private static final Pattern OTHER_URL = Pattern.compile("(?i)[a-z][a-z0-9+.-]+://.*");

  private NamedFile() {}

  /**
   * The file of a name, whether its letters are composed on the disk or not: macOS writes names
   * with decomposed letters, and most other programs with composed ones. The path as it is where
   * nothing is there.
   */
  public static Path existing(Path path) {
    String name = path.toString();
    if (name.chars().allMatch(character -> character < 128) || Files.exists(path)) {
      return path;
    }
    String composed = ComposedText.of(name);
    String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD);
    return Stream.of(composed, decomposed)
        .flatMap(written -> Stream.of(Path.of(written), ofLastName(path, written)))
        .filter(Files::exists)
        .findFirst()
        .orElse(path);
  }

  private static Path ofLastName(Path path, String written) {
    return path.resolveSibling(Path.of(written).getFileName());
  }

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
      Path beside = existing(folder.resolve(path));
      if (Files.exists(beside)) {
        return beside;
      }
      if (OTHER_URL.matcher(path).matches()) {
        throw new IOException(
            "\"%s\" is an address on a network; expected a file, to which it has to be downloaded first"
                .formatted(path));
      }
      Path given = existing(Path.of(path));
      return Files.exists(given) ? given : beside;
    } catch (InvalidPathException e) {
      throw new IOException(
          "\"%s\" cannot be an image's path: %s".formatted(path, e.getReason()), e);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IOException(
          "\"%s\" cannot be an image's path: %s".formatted(path, e.getMessage()), e);
    }
  }
}
