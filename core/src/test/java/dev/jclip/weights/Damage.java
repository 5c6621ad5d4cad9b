package dev.jclip.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One or two random changes to the bytes of a file. */
final class Damage {
  private static final long[] ABSURD = {
    0,
    1,
    2,
    -1,
    127,
    128,
    255,
    65535,
    0x7fff_ffffL,
    0x8000_0000L,
    0xffff_ffffL,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE / 4 + 1
  };

  private final Random random;

  Damage(Random random) {
    this.random = random;
  }

  byte[] apply(byte[] original, List<byte[]> others) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = change(bytes, others);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes, List<byte[]> others) {
    return switch (random.nextInt(9)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1, 2 -> flipBits(bytes);
      case 3, 4 -> putAbsurd(bytes);
      case 5 -> changeDigit(bytes);
      case 6 -> move(bytes, bytes);
      case 7 -> move(others.get(random.nextInt(others.size())), bytes);
      default -> remove(bytes);
    };
  }

  private byte[] flipBits(byte[] bytes) {
    int flips = 1 + random.nextInt(3);
    for (int i = 0; i < flips; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Overwrites 1, 2, 4 or 8 bytes with a number at the edge of what a field can hold. */
  private byte[] putAbsurd(byte[] bytes) {
    long value = ABSURD[random.nextInt(ABSURD.length)];
    if (random.nextInt(4) == 0) {
      value = (long) bytes.length + random.nextInt(9) - 4;
    }
    byte[] number =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 << random.nextInt(4), bytes.length - at);
    System.arraycopy(number, 0, bytes, at, length);
    return bytes;
  }

  /** Changes a decimal digit, as headers in JSON have them. */
  private byte[] changeDigit(byte[] bytes) {
    int start = random.nextInt(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int at = (start + i) % bytes.length;
      if (bytes[at] >= '0' && bytes[at] <= '9') {
        bytes[at] = (byte) "0123456789-,.e\"[]{}".charAt(random.nextInt(19));
        return bytes;
      }
    }
    return bytes;
  }

  /** Copies a range of one file over a range of another. */
  private byte[] move(byte[] source, byte[] target) {
    int from = random.nextInt(source.length);
    int at = random.nextInt(target.length);
    int length =
        random.nextInt(1 + Math.min(64, Math.min(source.length - from, target.length - at)));
    System.arraycopy(source, from, target, at, length);
    return target;
  }

  private byte[] remove(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(1 + Math.min(32, bytes.length - at));
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
    System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
    return shorter;
  }
}
