package dev.jclip.cli;

import dev.jclip.error.ClipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Text files that hold one item a line, in UTF-8. */
public final class TextFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextFile() {}

  /** The lines that are not blank, without a byte order mark. */
  static List<String> lines(String text) {
    return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /**
   * The lines that are not blank, without a byte order mark.
   *
   * @throws ClipException if the file cannot be read or is not UTF-8
   */
  public static List<String> lines(Path file) {
    try {
      return lines(Files.readString(file));
    } catch (IOException e) {
      throw new ClipException(
          "%s: expected a text file in UTF-8, one item a line: %s".formatted(file, IoReason.of(e)),
          e);
    }
  }
}
