package dev.jclip.cli;

import dev.jclip.error.ClipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Text files that hold one item a line, in UTF-8. */
public final class TextFile {
  private TextFile() {}

  /** The lines that are not blank. */
  public static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new ClipException("%s: expected a text file in UTF-8, found: %s".formatted(file, e), e);
    }
  }
}
