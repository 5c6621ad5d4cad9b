package dev.jclip.data.file;

import dev.jclip.text.ComposedText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.stream.Stream;

/** Finds files by names that another system wrote down. */
public final class FileForms {
  private FileForms() {}

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
}
