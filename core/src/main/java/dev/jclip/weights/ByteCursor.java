package dev.jclip.weights;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Reads a range of a mapped file from front to back. Integers are little-endian; running past the
 * end of the range is a CheckpointException that names the part being read.
 */
final class ByteCursor extends InputStream {
  private static final int BUFFER = 8192;

  private final MappedFile file;
  private final String part;
  private final long end;
  private final byte[] buffer;
  private long bufferEnd;
  private int index;
  private int filled;

  /** The range from {@code start} to {@code end} must lie in the file. */
  ByteCursor(MappedFile file, String part, long start, long end) {
    this.file = file;
    this.part = part;
    this.end = end;
    this.bufferEnd = Objects.checkFromToIndex(start, end, file.size());
    this.buffer = new byte[(int) Math.min(BUFFER, end - start)];
  }

  long position() {
    return bufferEnd - filled + index;
  }

  long remaining() {
    return end - position();
  }

  @Override
  public int read() {
    return remaining() == 0 ? -1 : u8();
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (remaining() == 0) {
      return -1;
    }
    fill();
    int count = Math.min(length, filled - index);
    System.arraycopy(buffer, index, target, offset, count);
    index += count;
    return count;
  }

  int u8() {
    require(1);
    fill();
    return buffer[index++] & 0xff;
  }

  int u16() {
    return u8() | u8() << 8;
  }

  int i32() {
    return u16() | u16() << 16;
  }

  long u32() {
    return i32() & 0xffff_ffffL;
  }

  long i64() {
    return u32() | u32() << 32;
  }

  /** A float64 in network order, as pickles store it. */
  double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(i64()));
  }

  byte[] bytes(long count) {
    require(count);
    byte[] bytes = new byte[Math.toIntExact(count)];
    int done = 0;
    while (done < bytes.length) {
      done += read(bytes, done, bytes.length - done);
    }
    return bytes;
  }

  String utf8(long count) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(count))).toString();
    } catch (CharacterCodingException e) {
      throw file.error(part + ": holds text that is not UTF-8; the file is damaged", e);
    }
  }

  String latin1(long count) {
    return new String(bytes(count), StandardCharsets.ISO_8859_1);
  }

  /** The characters up to the next line feed, which is consumed and not returned. */
  String line(int longest) {
    StringBuilder line = new StringBuilder();
    for (int c = u8(); c != '\n'; c = u8()) {
      if (line.length() == longest) {
        throw file.error(part + ": has a line above " + longest + " bytes; the file is damaged");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public long skip(long count) {
    require(count);
    long buffered = Math.min(count, filled - index);
    index += (int) buffered;
    if (count > buffered) {
      bufferEnd += count - buffered;
      index = 0;
      filled = 0;
    }
    return count;
  }

  private void require(long count) {
    if (count < 0 || count > remaining()) {
      throw file.error(
          "%s: ends early: %d bytes needed at byte %d, %d left; the file is cut short or damaged"
              .formatted(part, count, position(), remaining()));
    }
  }

  private void fill() {
    if (index == filled) {
      filled = (int) Math.min(buffer.length, end - bufferEnd);
      index = 0;
      file.copy(bufferEnd, buffer, 0, filled);
      bufferEnd += filled;
    }
  }
}
