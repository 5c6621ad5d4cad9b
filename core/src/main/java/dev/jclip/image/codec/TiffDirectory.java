package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The first directory of a TIFF or BigTIFF file, or of EXIF data: fields by their tags. As in
 * Pillow, a damaged directory has the fields before the damage, and of equal tags the last counts.
 */
final class TiffDirectory {
  private static final int CLASSIC = 42;
  private static final int BIG = 43;
  private static final int BYTE = 1;
  private static final int UNDEFINED = 7;

  private final FileBytes file;
  private final boolean big;
  private final Map<Integer, Field> fields = new HashMap<>();

  /** The values of a field: their type, their number, and where the first one lies. */
  private record Field(int type, long count, long at) {}

  private TiffDirectory(FileBytes file, boolean big) {
    this.file = file;
    this.big = big;
  }

  /**
   * Reads the directory that the header points at.
   *
   * @throws ImageException when there is no header of a TIFF file
   */
  static TiffDirectory read(byte[] bytes) {
    var littleEndian = new FileBytes(bytes, ByteOrder.LITTLE_ENDIAN);
    int order = littleEndian.u16(0);
    if (order != 0x4949 && order != 0x4d4d) {
      throw new ImageException("TIFF: expected II or MM at the start, found neither");
    }
    FileBytes file = order == 0x4949 ? littleEndian : new FileBytes(bytes, ByteOrder.BIG_ENDIAN);
    int version = file.u16(2);
    // some writers swap the bytes of the version
    if (version != CLASSIC && version != BIG && version != CLASSIC << 8) {
      throw new ImageException("TIFF: expected version 42 or 43, found " + version);
    }
    var directory = new TiffDirectory(file, version == BIG);
    directory.readFields(version == BIG ? file.u64(8) : file.u32(4));
    return directory;
  }

  private void readFields(long start) {
    int countBytes = big ? 8 : 2;
    int fieldBytes = big ? 20 : 12;
    if (!file.has(start, countBytes)) {
      return;
    }
    long numFields = big ? file.u64(start) : file.u16(start);
    for (long i = 0; i < numFields; i++) {
      long at = start + countBytes + i * fieldBytes;
      if (!file.has(at, fieldBytes) || !readField(at)) {
        return;
      }
    }
  }

  /** Whether the values of the field are inside the file; fields without values are left out. */
  private boolean readField(long at) {
    int tag = file.u16(at);
    int type = file.u16(at + 2);
    long count = big ? file.u64(at + 4) : file.u32(at + 4);
    long valueAt = at + (big ? 12 : 8);
    int inside = big ? 8 : 4;
    int size = valueBytes(type);
    if (size == 0 || count == 0) {
      return true;
    }
    if (count > file.length()) {
      return false;
    }
    if (count * size > inside) {
      valueAt = big ? file.u64(valueAt) : file.u32(valueAt);
    }
    if (!file.has(valueAt, count * size)) {
      return false;
    }
    fields.put(tag, new Field(type, count, valueAt));
    return true;
  }

  /** How many bytes a value takes; 0 for types that do not exist. */
  private static int valueBytes(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12, 16 -> 8;
      default -> 0;
    };
  }

  FileBytes file() {
    return file;
  }

  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /** The field's first values, at most {@code maxCount}; none when there is no such field. */
  long[] values(int tag, int maxCount) {
    Field field = fields.get(tag);
    if (field == null) {
      return new long[0];
    }
    long[] values = new long[(int) Math.min(field.count, maxCount)];
    int size = valueBytes(field.type);
    for (int i = 0; i < values.length; i++) {
      long at = field.at + (long) i * size;
      values[i] =
          switch (field.type) {
            case 1, 7 -> file.u8(at);
            case 3 -> file.u16(at);
            case 4, 13 -> file.u32(at);
            case 6 -> (byte) file.u8(at);
            case 8 -> (short) file.u16(at);
            case 9 -> file.i32(at);
            case 16 -> file.u64(at);
            default ->
                throw new ImageException(
                    "TIFF: field %d: expected whole numbers, found type %d"
                        .formatted(tag, field.type));
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

  /** The field's first value as a number of any type; NaN when it is of bytes or text, or none. */
  double number(int tag) {
    Field field = fields.get(tag);
    if (field == null) {
      return Double.NaN;
    }
    long at = field.at;
    return switch (field.type) {
      case 1, 2, 7 -> Double.NaN;
      case 5 -> (double) file.u32(at) / file.u32(at + 4);
      case 10 -> (double) file.i32(at) / file.i32(at + 4);
      case 11 -> Float.intBitsToFloat(file.i32(at));
      case 12 -> Double.longBitsToDouble(file.u64(at));
      default -> values(tag, 1)[0];
    };
  }

  /** The field's bytes; none when there is no such field, or it is not of bytes. */
  byte[] bytes(int tag) {
    Field field = fields.get(tag);
    return field == null || (field.type != BYTE && field.type != UNDEFINED)
        ? new byte[0]
        : file.copy(field.at, (int) field.count);
  }
}
