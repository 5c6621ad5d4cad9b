package dev.jclip.data.shard;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, and stops a reader that takes more than it was allowed. */
final class MeteredStream extends FilterInputStream {
  private long position;
  private long limit = Long.MAX_VALUE;

  MeteredStream(InputStream in) {
    super(in);
  }

  /** Bytes read or skipped so far. */
  long position() {
    return position;
  }

  /** Allows so many bytes from here on. */
  void allow(long bytes) {
    limit = bytes > Long.MAX_VALUE - position ? Long.MAX_VALUE : position + bytes;
  }

  @Override
  public int read() throws IOException {
    checkLimit();
    int value = super.read();
    position += value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    checkLimit();
    int count = super.read(bytes, offset, length);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    position += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void checkLimit() throws IOException {
    if (position > limit) {
      throw new IOException("a header is too long");
    }
  }
}
