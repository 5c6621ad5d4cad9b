package dev.jclip.data.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts delimited text into rows and cells as pandas' parser does: a quote opens a quoted cell only
 * at the cell's beginning, two quotes in it are one, what follows the closing quote belongs to the
 * cell, and lines without anything are passed over. Where pandas gives up, one row is a fault: one
 * whose quote is not closed ends with its first line. For one thread.
 */
final class RowTokenizer {
  /** The maximum number of characters of a row. */
  static final int MAX_ROW = 4 << 20;

  private static final int END = -1;

  private final Characters in;
  private final String separator;
  private final char firstOfSeparator;
  private final int maxRow;

  private long line = 1;
  private List<String> cells = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private int length;
  private long lineAfterFirst;

  RowTokenizer(Characters in, String separator) {
    this(in, separator, MAX_ROW);
  }

  RowTokenizer(Characters in, String separator, int maxRow) {
    this.in = in;
    this.separator = separator;
    this.firstOfSeparator = separator.charAt(0);
    this.maxRow = maxRow;
  }

  /**
   * A row as it stands in the text.
   *
   * @param line where it begins, from 1
   * @param length of the cells, in characters
   * @param fault why it has no cells; {@code null} if it has
   */
  record Tokens(long line, List<String> cells, int length, @Nullable String fault) {}

  /** The line that is read next, from 1. */
  long line() {
    return line;
  }

  /** The next row, or nothing at the end. */
  @Nullable Tokens next() throws IOException {
    if (!skipEmptyLines()) {
      return null;
    }
    long first = line;
    cells = new ArrayList<>();
    lineAfterFirst = 0;
    String fault = cells();
    in.unmark();
    return new Tokens(first, fault == null ? cells : List.of(), length, fault);
  }

  /**
   * Goes to the first line that holds anything but blanks, and takes the blanks at its beginning.
   *
   * @return false at the end
   */
  private boolean skipEmptyLines() throws IOException {
    while (true) {
      cell.setLength(0);
      length = 0;
      int next = in.peek();
      while ((next == ' ' || next == '\t') && next != firstOfSeparator && length < maxRow) {
        push(in.read());
        next = in.peek();
      }
      if (next == END) {
        return false;
      }
      if (!isLineEnd(next)) {
        return true;
      }
      endLine(in.read());
    }
  }

  /** Reads to the end of the row; returns the fault, if there is one. */
  private @Nullable String cells() throws IOException {
    boolean atStart = cell.isEmpty();
    while (true) {
      if (length > maxRow) {
        return tooLong();
      }
      if (in.peek() == firstOfSeparator && in.take(separator)) {
        endCell();
        atStart = true;
        continue;
      }
      int c = in.read();
      if (c == END || isLineEnd(c)) {
        endCell();
        endLine(c);
        return null;
      }
      if (c == '"' && atStart) {
        String fault = quoted();
        if (fault != null) {
          return fault;
        }
      } else {
        push(c);
      }
      atStart = false;
    }
  }

  /** Reads to behind the closing quote; returns the fault, if there is none. */
  private @Nullable String quoted() throws IOException {
    long opened = line;
    while (length <= maxRow) {
      int c = in.read();
      if (c == END) {
        return unclosed(opened, "up to the end of the file");
      }
      if (c == '"' && !in.take("\"")) {
        return null;
      }
      push(c);
      if (isLineEnd(c)) {
        countQuotedLine(c);
      }
    }
    return unclosed(opened, "within %,d characters".formatted(maxRow));
  }

  /** Where the first line of a row ends, reading can go on if the row turns out to be a fault. */
  private void countQuotedLine(int lineEnd) throws IOException {
    if (lineEnd == '\r' && in.take("\n")) {
      push('\n');
    }
    line++;
    if (lineAfterFirst == 0) {
      lineAfterFirst = line;
      in.mark();
    }
  }

  private String unclosed(long opened, String where) throws IOException {
    endFault();
    return "expected the quote that opens in line %d to be closed, found none %s"
        .formatted(opened, where);
  }

  private String tooLong() throws IOException {
    endFault();
    return "expected a row of at most %,d characters, found a longer one".formatted(maxRow);
  }

  /** A fault ends with the first line of its row. */
  private void endFault() throws IOException {
    cell.setLength(0);
    if (lineAfterFirst != 0) {
      in.reset();
      line = lineAfterFirst;
    } else {
      skipLine();
    }
  }

  private void skipLine() throws IOException {
    int c = in.read();
    while (c != END && !isLineEnd(c)) {
      c = in.read();
    }
    endLine(c);
  }

  private static boolean isLineEnd(int c) {
    return c == '\n' || c == '\r';
  }

  private void endLine(int lineEnd) throws IOException {
    if (lineEnd == '\r') {
      in.take("\n");
    }
    line++;
  }

  private void endCell() {
    cells.add(cell.toString());
    cell.setLength(0);
    length += separator.length();
  }

  private void push(int c) {
    cell.append((char) c);
    length++;
  }
}
