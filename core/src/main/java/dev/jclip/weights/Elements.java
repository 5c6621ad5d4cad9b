package dev.jclip.weights;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.jclip.config.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Conversions of runs of little-endian stored elements; offsets and steps are in bytes. */
final class Elements {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Elements() {}

  /** Writes {@code count} elements as native float32, one after the other. */
  static void toFloats(
      DType type,
      MemorySegment source,
      long offset,
      long step,
      MemorySegment target,
      long at,
      long count) {
    switch (type) {
      case F32 -> floats(source, offset, step, target, at, count);
      case F16 -> {
        for (long i = 0; i < count; i++) {
          float value = Float.float16ToFloat(source.get(SHORT, offset + i * step));
          target.set(JAVA_FLOAT_UNALIGNED, at + i * Float.BYTES, value);
        }
      }
      case BF16 -> {
        for (long i = 0; i < count; i++) {
          float value = Float.intBitsToFloat(source.get(SHORT, offset + i * step) << 16);
          target.set(JAVA_FLOAT_UNALIGNED, at + i * Float.BYTES, value);
        }
      }
      case F64 -> {
        for (long i = 0; i < count; i++) {
          float value = (float) source.get(DOUBLE, offset + i * step);
          target.set(JAVA_FLOAT_UNALIGNED, at + i * Float.BYTES, value);
        }
      }
      default -> throw new IllegalArgumentException(type + " is not a floating-point type");
    }
  }

  /** One element of an integer type. */
  static long toLong(DType type, MemorySegment source, long offset) {
    return switch (type) {
      case I64 -> source.get(LONG, offset);
      case I32 -> source.get(INT, offset);
      case I16 -> source.get(SHORT, offset);
      case I8 -> source.get(JAVA_BYTE, offset);
      case U8 -> source.get(JAVA_BYTE, offset) & 0xff;
      case BOOL -> source.get(JAVA_BYTE, offset) == 0 ? 0 : 1;
      default -> throw new IllegalArgumentException(type + " is not an integer type");
    };
  }

  private static void floats(
      MemorySegment source, long offset, long step, MemorySegment target, long at, long count) {
    if (step == Float.BYTES) {
      MemorySegment.copy(source, FLOAT, offset, target, JAVA_FLOAT_UNALIGNED, at, count);
      return;
    }
    for (long i = 0; i < count; i++) {
      target.set(JAVA_FLOAT_UNALIGNED, at + i * Float.BYTES, source.get(FLOAT, offset + i * step));
    }
  }
}
