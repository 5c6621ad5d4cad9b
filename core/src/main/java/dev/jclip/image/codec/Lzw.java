package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.Arrays;

/**
 * Undoes the LZW compression of GIF and TIFF. A string of the table is kept as the place in the
 * output where it was first written, so that it is copied from there.
 */
final class Lzw {
  /** The longest string has fewer than 3840 bytes, and its code takes 12 bits. */
  static final int MAX_RATIO = 2560;

  private static final int MAX_CODES = 4096;
  private static final int MAX_CODE_BITS = 12;
  private static final int FIRST_BYTES = 1 << 16;
  private static final int NONE = -1;

  private final byte[] codes;
  private final int clearCode;

  /** TIFF packs codes from the high bits on, and widens them one code early. */
  private final boolean tiff;

  private final int[] start = new int[MAX_CODES];
  private final int[] length = new int[MAX_CODES];

  private int at;
  private int window;
  private int windowBits;

  private Lzw(byte[] codes, int literalBits, boolean tiff) {
    this.codes = codes;
    this.clearCode = 1 << literalBits;
    this.tiff = tiff;
  }

  /**
   * Decompresses the pixels of a GIF frame.
   *
   * @param literalBits the frame's "minimum code size"
   * @param size how many indices are expected
   */
  static byte[] gif(byte[] codes, int literalBits, int size) {
    if (literalBits < 1 || literalBits >= MAX_CODE_BITS) {
      throw new ImageException("GIF: expected indices of 1..11 bits, found " + literalBits);
    }
    return new Lzw(codes, literalBits, false).decode(size);
  }

  /** Decompresses a strip or tile of a TIFF file to {@code size} bytes. */
  static byte[] tiff(byte[] codes, int size) {
    return new Lzw(codes, Byte.SIZE, true).decode(size);
  }

  /** The output grows with what the codes give. */
  private byte[] decode(int size) {
    byte[] out = new byte[Math.min(size, FIRST_BYTES)];
    int codeBits = firstBits();
    int next = clearCode + 2;
    int previous = NONE;
    int previousStart = 0;
    int previousLength = 0;
    int count = 0;
    while (count < size) {
      int code = nextCode(codeBits);
      if (code == clearCode) {
        codeBits = firstBits();
        next = clearCode + 2;
        previous = NONE;
        continue;
      }
      if (previous != NONE && next < MAX_CODES) {
        start[next] = previousStart; // and the byte after it, which starts this code's string
        length[next] = previousLength + 1;
        next++;
        if (next + (tiff ? 1 : 0) == 1 << codeBits && codeBits < MAX_CODE_BITS) {
          codeBits++;
        }
      }
      checkCode(code, next, count, size);
      int codeLength = code < clearCode ? 1 : length[code];
      int end = (int) Math.min((long) count + codeLength, size);
      out = grow(out, end, size);
      if (code < clearCode) {
        out[count] = (byte) code;
      } else {
        copyForward(out, start[code], count, end);
      }
      previous = code;
      previousStart = count;
      previousLength = codeLength;
      count = end;
    }
    return out;
  }

  private static byte[] grow(byte[] out, int length, int size) {
    return length <= out.length
        ? out
        : Arrays.copyOf(out, (int) Math.min(size, Math.max(2L * out.length, length)));
  }

  private int firstBits() {
    return Integer.numberOfTrailingZeros(clearCode) + 1;
  }

  private void checkCode(int code, int next, int count, int size) {
    if (code == NONE || code == clearCode + 1) {
      throw new ImageException(
          "truncated: %d bytes expected, the LZW codes give %d".formatted(size, count));
    }
    if (code > clearCode && code >= next) {
      throw new ImageException("damaged: the LZW code " + code + " has no meaning yet");
    }
  }

  /** The string may run into the bytes that are being written. */
  private static void copyForward(byte[] out, int from, int to, int end) {
    for (int i = to, j = from; i < end; i++, j++) {
      out[i] = out[j];
    }
  }

  private int nextCode(int codeBits) {
    while (windowBits < codeBits) {
      if (at == codes.length) {
        return NONE;
      }
      int next = codes[at++] & 0xff;
      window = tiff ? (window << 8) | next : window | (next << windowBits);
      windowBits += 8;
    }
    windowBits -= codeBits;
    int mask = (1 << codeBits) - 1;
    if (tiff) {
      return (window >>> windowBits) & mask;
    }
    int code = window & mask;
    window >>>= codeBits;
    return code;
  }
}
