package dev.jclip.cli.terminal;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A terminal that knows as much as progress bars need: carriage return, new line, erasing below the
 * cursor, wrapping of lines, and another width, for which lines are wrapped anew. ASCII only.
 */
final class TerminalModel extends OutputStream {
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private final StringBuilder escape = new StringBuilder();
  private int width;
  private int line;
  private int offset;
  private boolean wraps = true;

  TerminalModel(int width) {
    this.width = width;
  }

  synchronized void resize(int columns) {
    width = columns;
  }

  /** What a person sees: rows of at most the width, without blanks at their ends. */
  synchronized List<String> rows() {
    var rows = new ArrayList<String>();
    for (StringBuilder text : lines) {
      for (int from = 0; from == 0 || from < text.length(); from += width) {
        rows.add(text.substring(from, Math.min(text.length(), from + width)).stripTrailing());
      }
    }
    while (!rows.isEmpty() && rows.getLast().isEmpty()) {
      rows.removeLast();
    }
    return rows;
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    new String(bytes, from, length, StandardCharsets.US_ASCII).chars().forEach(this::write);
  }

  @Override
  public synchronized void write(int value) {
    char c = (char) value;
    if (!escape.isEmpty() || c == '\u001b') {
      escaped(c);
    } else if (c == '\r') {
      offset -= offset % width;
    } else if (c == '\n') {
      line++;
      offset = 0;
      if (line == lines.size()) {
        lines.add(new StringBuilder());
      }
    } else {
      put(c);
    }
  }

  private void escaped(char c) {
    escape.append(c);
    switch (escape.toString()) {
      case "\u001b[J" -> {
        lines.get(line).setLength(Math.min(offset, lines.get(line).length()));
        lines.subList(line + 1, lines.size()).clear();
      }
      case "\u001b[?7l" -> wraps = false;
      case "\u001b[?7h" -> wraps = true;
      default -> {
        if (Character.isLetter(c)) {
          throw new AssertionError("no terminal of this test knows " + escape.substring(1));
        }
        return;
      }
    }
    escape.setLength(0);
  }

  private void put(char c) {
    StringBuilder text = lines.get(line);
    if (offset == text.length()) {
      text.append(c);
    } else {
      text.setCharAt(offset, c);
    }
    if (wraps || offset % width < width - 1) {
      offset++;
    }
  }
}
