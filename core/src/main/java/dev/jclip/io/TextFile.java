package dev.jclip.io;

import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Text in UTF-8, with or without a byte order mark. */
public final class TextFile {
  private static final int MAX_BYTES = 64 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private TextFile() {}

  /**
   * The lines without blanks around them; blank ones at the end are left out.
   *
   * @throws DataException if the file cannot be read, is not UTF-8, or is larger than 64 MiB
   */
  public static List<String> lines(Path file) {
    List<String> lines = new ArrayList<>(text(file).lines().map(String::strip).toList());
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return List.copyOf(lines);
  }

  /**
   * The lines that are not blank, as they are. The file may be of any length, and a pipe too.
   *
   * @throws DataException if the file cannot be read or is not UTF-8
   */
  public static List<String> items(Path file) {
    try {
      return items(Files.readString(file));
    } catch (IOException e) {
      throw new DataException(
          "%s: expected a text file in UTF-8, one item a line: %s".formatted(file, IoReason.of(e)),
          e);
    }
  }

  /** The lines of a text that are not blank, as they are, without a byte order mark. */
  public static List<String> items(String text) {
    return withoutMark(text).lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * All of the text.
   *
   * @throws DataException as {@link #lines}
   */
  public static String text(Path file) {
    try {
      return decode(WholeFile.read(file, MAX_BYTES));
    } catch (IOException e) {
      throw new DataException("%s: expected text in UTF-8: %s".formatted(file, IoReason.of(e)), e);
    }
  }

  /**
   * Bytes as text, without a byte order mark.
   *
   * @throws CharacterCodingException if they are not UTF-8
   */
  public static String decode(byte[] bytes) throws CharacterCodingException {
    return withoutMark(
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
  }

  private static String withoutMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  /** Whether a file is there to be read; a folder or pipe is none. */
  public static boolean exists(Path file) {
    return Files.isRegularFile(file);
  }
}
