package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.Arrays;

/** Undoes GIF's LZW: codes of growing width, low bits first. */
final class GifLzw {
  private static final int MAX_CODES = 4096;
  private static final int MAX_CODE_BITS = 12;
  private static final int FIRST_BYTES = 1 << 16;
  private static final int NONE = -1;

  private final byte[] codes;
  private final int clearCode;
  private final int firstCodeBits;

  /** For each code, the code of its string without the last index. */
  private final short[] prefix = new short[MAX_CODES];

  private final byte[] last = new byte[MAX_CODES];
  private final byte[] first = new byte[MAX_CODES];
  private final int[] length = new int[MAX_CODES];

  private long bit;
  private byte[] out = new byte[0];
  private int count;

  GifLzw(int minCodeBits, byte[] codes) {
    if (minCodeBits > MAX_CODE_BITS - 1 || minCodeBits < 1) {
      throw new ImageException("GIF: expected codes of 1..11 bits, found " + minCodeBits);
    }
    this.codes = codes;
    this.clearCode = 1 << minCodeBits;
    this.firstCodeBits = minCodeBits + 1;
    for (int i = 0; i < clearCode; i++) {
      last[i] = (byte) i;
      first[i] = (byte) i;
      length[i] = 1;
    }
  }

  /** Returns exactly {@code numPixels} indices, in an array that grows with what the codes give. */
  byte[] decode(int numPixels) {
    out = new byte[Math.min(numPixels, FIRST_BYTES)];
    int codeBits = firstCodeBits;
    int next = clearCode + 2;
    int previous = NONE;
    while (count < numPixels) {
      int code = nextCode(codeBits);
      if (code == clearCode) {
        codeBits = firstCodeBits;
        next = clearCode + 2;
        previous = NONE;
        continue;
      }
      if (code == NONE || code == clearCode + 1) {
        throw new ImageException(
            "GIF: truncated: %d pixels expected, found %d".formatted(numPixels, count));
      }
      if (code > next || (previous == NONE && code > clearCode) || code >= MAX_CODES) {
        throw new ImageException("GIF: damaged: code " + code + " has no meaning yet");
      }
      if (previous != NONE && next < MAX_CODES) {
        define(next, previous, first[code == next ? previous : code]);
        next++;
        if (next == 1 << codeBits && codeBits < MAX_CODE_BITS) {
          codeBits++;
        }
      }
      append(code, numPixels);
      previous = code;
    }
    return out;
  }

  private int nextCode(int codeBits) {
    if (bit + codeBits > 8L * codes.length) {
      return NONE;
    }
    int window = 0;
    int at = (int) (bit >> 3);
    for (int i = 0; i < 3 && at + i < codes.length; i++) {
      window |= (codes[at + i] & 0xff) << (8 * i);
    }
    int code = (window >> (int) (bit & 7)) & ((1 << codeBits) - 1);
    bit += codeBits;
    return code;
  }

  private void define(int code, int before, byte index) {
    prefix[code] = (short) before;
    last[code] = index;
    first[code] = first[before];
    length[code] = length[before] + 1;
  }

  private void append(int code, int numPixels) {
    int end = (int) Math.min((long) count + length[code], numPixels);
    if (end > out.length) {
      out = Arrays.copyOf(out, (int) Math.min(numPixels, Math.max(2L * out.length, end)));
    }
    int at = count + length[code] - 1;
    for (int c = code, left = length[code]; left > 0; left--, at--) {
      if (at < numPixels) {
        out[at] = last[c];
      }
      c = prefix[c];
    }
    count = end;
  }
}
