package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a file in one byte order; reading past the end says that the file is truncated. */
final class FileBytes {
  private final byte[] bytes;
  private final ByteBuffer buffer;

  FileBytes(byte[] bytes, ByteOrder order) {
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes).order(order);
  }

  ByteOrder order() {
    return buffer.order();
  }

  int length() {
    return bytes.length;
  }

  int u8(long at) {
    return buffer.get(check(at, 1)) & 0xff;
  }

  int u16(long at) {
    return Short.toUnsignedInt(buffer.getShort(check(at, 2)));
  }

  int i32(long at) {
    return buffer.getInt(check(at, 4));
  }

  long u32(long at) {
    return Integer.toUnsignedLong(i32(at));
  }

  /** Eight bytes; above the range of a long they are negative, where no file reaches. */
  long u64(long at) {
    return buffer.getLong(check(at, 8));
  }

  /** Whether the file has so many bytes there. */
  boolean has(long at, long length) {
    return at >= 0 && length >= 0 && length <= bytes.length && at <= bytes.length - length;
  }

  /** Four bytes as characters, such as the name of a chunk. */
  String tag(long at) {
    return ascii(at, 4);
  }

  String ascii(long at, int length) {
    return new String(bytes, check(at, length), length, StandardCharsets.ISO_8859_1);
  }

  byte[] copy(long at, int length) {
    int from = check(at, length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /** The file itself, for decoders that read many bytes after one {@link #check}. */
  byte[] array() {
    return bytes;
  }

  /**
   * Returns {@code at} as an index.
   *
   * @throws ImageException when the file ends before {@code at + length}
   */
  int check(long at, long length) {
    if (!has(at, length)) {
      throw new ImageException(
          "truncated: %d bytes expected at offset %d, the file has %d"
              .formatted(length, at, bytes.length));
    }
    return (int) at;
  }
}
