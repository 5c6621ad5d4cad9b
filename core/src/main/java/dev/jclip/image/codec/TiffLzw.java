package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.Arrays;

/** Undoes TIFF's LZW: codes of 9 to 12 bits, high bits first, widened one code early. */
final class TiffLzw {
  /** The longest string has fewer than 3840 bytes, and its code takes 12 bits. */
  static final int MAX_RATIO = 2560;

  private static final int MAX_CODES = 4096;
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST_FREE = 258;
  private static final int FIRST_BITS = 9;
  private static final int MAX_BITS = 12;
  private static final int FIRST_BYTES = 1 << 16;
  private static final int NONE = -1;

  private final byte[] stored;
  private long bit;

  /** Where in the output the string of each code starts; strings are copied from there. */
  private final int[] start = new int[MAX_CODES];

  private final int[] length = new int[MAX_CODES];

  TiffLzw(byte[] stored) {
    this.stored = stored;
  }

  byte[] decode(int size) {
    byte[] out = new byte[Math.min(size, FIRST_BYTES)];
    int count = 0;
    int next = FIRST_FREE;
    int codeBits = FIRST_BITS;
    int previous = NONE;
    int previousStart = 0;
    int previousLength = 0;
    while (count < size) {
      int code = nextCode(codeBits);
      if (code == CLEAR) {
        next = FIRST_FREE;
        codeBits = FIRST_BITS;
        previous = NONE;
        continue;
      }
      if (code == NONE || code == END) {
        throw new ImageException("TIFF: truncated: LZW gave %d of %d bytes".formatted(count, size));
      }
      if (previous != NONE && next < MAX_CODES) {
        start[next] = previousStart; // with the byte that follows it
        length[next] = previousLength + 1;
        next++;
      }
      if (code >= FIRST_FREE && code >= next) {
        throw new ImageException("TIFF: damaged: LZW code " + code + " has no meaning yet");
      }
      int codeLength = code < CLEAR ? 1 : length[code];
      int end = (int) Math.min((long) count + codeLength, size);
      if (end > out.length) {
        out = Arrays.copyOf(out, (int) Math.min(size, Math.max(2L * out.length, end)));
      }
      for (int i = count; i < end; i++) {
        out[i] = code < CLEAR ? (byte) code : out[start[code] + i - count];
      }
      previous = code;
      previousStart = count;
      previousLength = codeLength;
      count = end;
      if (next + 1 >= 1 << codeBits && codeBits < MAX_BITS) {
        codeBits++;
      }
    }
    return out;
  }

  private int nextCode(int codeBits) {
    if (bit + codeBits > 8L * stored.length) {
      return NONE;
    }
    int window = 0;
    int at = (int) (bit >> 3);
    for (int i = 0; i < 3; i++) {
      window = (window << 8) | (at + i < stored.length ? stored[at + i] & 0xff : 0);
    }
    int code = (window >> (24 - codeBits - (int) (bit & 7))) & ((1 << codeBits) - 1);
    bit += codeBits;
    return code;
  }
}
