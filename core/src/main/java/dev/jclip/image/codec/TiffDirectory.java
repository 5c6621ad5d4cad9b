package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The first directory of a TIFF file: whole-number fields by their tags. */
final class TiffDirectory {
  private static final int HEADER_BYTES = 8;
  private static final int ENTRY_BYTES = 12;

  private final FileBytes file;
  private final Map<Integer, Long> entries = new HashMap<>();

  private TiffDirectory(FileBytes file) {
    this.file = file;
  }

  static TiffDirectory read(byte[] bytes) {
    var order = bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    var directory = new TiffDirectory(new FileBytes(bytes, order));
    directory.readEntries();
    return directory;
  }

  private void readEntries() {
    file.check(0, HEADER_BYTES);
    long at = file.u32(4);
    int numEntries = file.u16(at);
    file.check(at + 2, (long) numEntries * ENTRY_BYTES);
    for (int i = 0; i < numEntries; i++) {
      long entry = at + 2 + (long) i * ENTRY_BYTES;
      entries.putIfAbsent(file.u16(entry), entry);
    }
  }

  FileBytes file() {
    return file;
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** The field's first values, at most {@code maxCount}; none when there is no such field. */
  long[] values(int tag, int maxCount) {
    Long entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    int size = valueBytes(tag, file.u16(entry + 2));
    long count = file.u32(entry + 4);
    long at = count * size <= 4 ? entry + 8 : file.u32(entry + 8);
    int length = (int) Math.min(count, maxCount);
    file.check(at, (long) length * size);
    long[] values = new long[length];
    for (int i = 0; i < length; i++) {
      long valueAt = at + (long) i * size;
      values[i] =
          switch (size) {
            case 1 -> file.u8(valueAt);
            case 2 -> file.u16(valueAt);
            default -> file.u32(valueAt);
          };
    }
    return values;
  }

  /** The field's first value, or another when there is none. */
  long value(int tag, long orElse) {
    long[] values = values(tag, 1);
    return values.length == 0 ? orElse : values[0];
  }

  /** The field's first value. */
  long value(int tag, String name) {
    long[] values = values(tag, 1);
    if (values.length == 0) {
      throw new ImageException("TIFF: expected the field " + name + ", found none");
    }
    return values[0];
  }

  /** The field's bytes; none when there is no such field. */
  byte[] bytes(int tag) {
    Long entry = entries.get(tag);
    if (entry == null) {
      return new byte[0];
    }
    long count = file.u32(entry + 4);
    int length = (int) Math.min(count, Integer.MAX_VALUE);
    return file.copy(count <= 4 ? entry + 8 : file.u32(entry + 8), length);
  }

  private static int valueBytes(int tag, int type) {
    return switch (type) {
      case 1, 7 -> 1;
      case 3 -> 2;
      case 4 -> 4;
      default ->
          throw new ImageException(
              "TIFF: field %d: expected whole numbers, found type %d".formatted(tag, type));
    };
  }
}
