package dev.jclip.data.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What parts the columns of delimited text. */
final class Separator {
  private static final int MAX_HEADER = 1 << 16;

  private Separator() {}

  /**
   * A separator as it is typed: {@code \t} is a tab, and a backslash before a sign that has a
   * meaning in pandas' patterns is left out.
   *
   * @throws IllegalArgumentException if it is empty, or a pattern
   */
  static String typed(String text) {
    if (text.equals("\\t")) {
      return "\t";
    }
    if (text.length() == 2 && text.charAt(0) == '\\' && !Character.isLetterOrDigit(text.charAt(1))) {
      return text.substring(1);
    }
    if (text.isEmpty() || text.startsWith("\\") || text.chars().anyMatch(c -> "\"\r\n".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "separator \"%s\": expected a text such as a comma, | or \\t, found a pattern, a quote or nothing"
              .formatted(text));
    }
    return text;
  }

  /** The one in a header: a tab, else a comma, else a semicolon, where it is not in quotes. */
  static String of(Characters in) throws IOException {
    in.mark();
    boolean isQuoted = false;
    boolean hasComma = false;
    boolean hasTab = false;
    boolean isBlank = true;
    for (int i = 0; i < MAX_HEADER; i++) {
      int c = in.read();
      if (c < 0 || (!isBlank && !isQuoted && (c == '\n' || c == '\r'))) {
        break;
      }
      isQuoted ^= c == '"';
      hasTab |= c == '\t' && !isQuoted;
      hasComma |= c == ',' && !isQuoted;
      isBlank &= Character.isWhitespace(c);
    }
    in.reset();
    return hasTab ? "\t" : hasComma ? "," : ";";
  }

  /** The same, of characters that are bytes. */
  static String asBytes(String separator) {
    return new String(separator.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
