package dev.jclip.data.file;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Ends the reading of a record that never ends, such as one with a quote that is not closed. */
final class RecordLimit extends FilterReader {
  private final int limit;
  private int taken;

  RecordLimit(Reader in, int limit) {
    super(in);
    this.limit = limit;
  }

  /** Says that a record is complete. */
  void nextRecord() {
    taken = 0;
  }

  @Override
  public int read() throws IOException {
    count(1);
    return super.read();
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    int count = super.read(chars, offset, length);
    count(Math.max(0, count));
    return count;
  }

  private void count(int chars) throws IOException {
    taken += chars;
    if (taken > limit) {
      throw new IOException(
          "a row has more than %d characters; is a quote not closed?".formatted(limit));
    }
  }
}
