package dev.jclip.data.table;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/** Characters one by one, with a way back to a place that was marked. For one thread. */
final class Characters implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final Reader in;
  private char[] buffer = new char[CHUNK];
  private int start;
  private int at;
  private int end;
  private boolean isMarked;

  Characters(Reader in) {
    this.in = in;
  }

  /** The next character, or -1 at the end. */
  int read() throws IOException {
    return at < end || fill() ? buffer[at++] : -1;
  }

  /** The next character, which stays. */
  int peek() throws IOException {
    return at < end || fill() ? buffer[at] : -1;
  }

  /** Takes a text if it comes next, else nothing. */
  boolean take(String text) throws IOException {
    while (end - at < text.length()) {
      if (!fill()) {
        return false;
      }
    }
    for (int i = 0; i < text.length(); i++) {
      if (buffer[at + i] != text.charAt(i)) {
        return false;
      }
    }
    at += text.length();
    return true;
  }

  /** Remembers this place; what is read from here on stays in memory until it is given up. */
  void mark() {
    start = at;
    isMarked = true;
  }

  /** Goes back to the place that was marked. */
  void reset() {
    at = start;
    isMarked = false;
  }

  /** Gives the marked place up. */
  void unmark() {
    isMarked = false;
  }

  /** Adds to what is known; false at the end. */
  private boolean fill() throws IOException {
    int keptFrom = isMarked ? start : at;
    if (keptFrom > 0) {
      System.arraycopy(buffer, keptFrom, buffer, 0, end - keptFrom);
      at -= keptFrom;
      end -= keptFrom;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, count);
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
