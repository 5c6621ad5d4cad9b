package dev.jclip.image.codec;

import dev.jclip.error.ImageException;
import java.util.Arrays;
import java.util.Map;

/**
 * Decodes what fax machines and scanners write: ITU-T T.4 (run lengths, and rows told by the row
 * before them) and T.6.
 */
final class TiffFax {
  private static final int RUN_LENGTHS = 2;
  private static final int GROUP_4 = 4;
  private static final int TWO_DIMENSIONAL = 1;
  private static final int FIRST_MAKE_UP = 64;
  private static final int END_OF_LINE_ZEROS = 11;
  private static final int LONGEST_MODE = 7;

  /** How far a change may be from that of the row before; code words of T.4, table 4. */
  private static final Map<Integer, Integer> SHIFTS =
      Map.of(
          0b11,
          0,
          0b1011,
          1,
          0b1000011,
          2,
          0b10000011,
          3,
          0b1010,
          -1,
          0b1000010,
          -2,
          0b10000010,
          -3);

  private static final int PASS = 0b10001;
  private static final int HORIZONTAL = 0b1001;

  private final byte[] stored;
  private final int width;
  private final byte[] bits;
  private final int rowBytes;

  /** Where the row before next turns black, and white, as far as that is known. */
  private final int[] changes = new int[2];

  private long at;

  private TiffFax(byte[] stored, int width, int rows) {
    this.stored = stored;
    this.width = width;
    rowBytes = (width + 7) / 8;
    bits = new byte[Math.multiplyExact(rowBytes, rows)];
  }

  /**
   * Decodes one strip or tile.
   *
   * @param stored its data, high bits first
   * @param options those of group 3
   * @return rows of one bit a pixel, each of whole bytes, 1 for black
   */
  static byte[] decode(byte[] stored, int compression, long options, int width, int rows) {
    var fax = new TiffFax(stored, width, rows);
    for (int row = 0; row < rows; row++) {
      fax.row(row, compression, (options & TWO_DIMENSIONAL) != 0);
    }
    return fax.bits;
  }

  private void row(int row, int compression, boolean isTwoDimensional) {
    if (compression == GROUP_4) {
      byRowBefore(row);
    } else if (compression == RUN_LENGTHS) {
      byRunLengths(row);
      at = (at + 7) / 8 * 8;
    } else {
      boolean hasEnd = passEndOfLine();
      if (isTwoDimensional && hasEnd && bit() == 0) {
        byRowBefore(row);
      } else {
        byRunLengths(row);
      }
    }
  }

  /** Eleven zeros or more, and a one; what else is there stays. */
  private boolean passEndOfLine() {
    long start = at;
    while (at < 8L * stored.length && bit() == 0) {}
    if (at - 1 - start >= END_OF_LINE_ZEROS) {
      return true;
    }
    at = start;
    return false;
  }

  private void byRunLengths(int row) {
    boolean isBlack = false;
    for (int x = 0; x < width; isBlack = !isBlack) {
      x = paint(row, x, x + run(isBlack), isBlack);
    }
  }

  private void byRowBefore(int row) {
    Arrays.fill(changes, -1);
    boolean isBlack = false;
    int x = 0;
    for (int seen = -1; seen < width; seen = x) {
      int change = changeBefore(row, seen, isBlack);
      int mode = mode();
      if (mode == PASS) {
        x = paint(row, x, changeBefore(row, change, !isBlack), isBlack);
      } else if (mode == HORIZONTAL) {
        x = paint(row, x, x + run(isBlack), isBlack);
        x = paint(row, x, x + run(!isBlack), !isBlack);
      } else {
        int shift = SHIFTS.getOrDefault(mode, 0);
        x = paint(row, x, change + shift, isBlack);
        isBlack = !isBlack;
      }
    }
  }

  private int mode() {
    int word = 1;
    for (int i = 0; i < LONGEST_MODE; i++) {
      word = word << 1 | bit();
      if (word == PASS || word == HORIZONTAL || SHIFTS.containsKey(word)) {
        return word;
      }
    }
    throw damaged("an unknown mode");
  }

  /**
   * Where the row before first changes from a colour to the other one, behind a pixel. Of a row,
   * pixels are asked for from left to right, so that what was found is kept until it is passed.
   */
  private int changeBefore(int row, int behind, boolean fromBlack) {
    int colour = fromBlack ? 1 : 0;
    if (changes[colour] <= behind) {
      int x = behind + 1;
      while (x < width && !changesAt(row - 1, x, fromBlack)) {
        x++;
      }
      changes[colour] = x;
    }
    return changes[colour];
  }

  private boolean changesAt(int row, int x, boolean fromBlack) {
    return isBlack(row, x) != fromBlack && (x > 0 && isBlack(row, x - 1)) == fromBlack;
  }

  private boolean isBlack(int row, int x) {
    return row >= 0 && (bits[row * rowBytes + x / 8] >> (7 - x % 8) & 1) != 0;
  }

  private int run(boolean isBlack) {
    int length = 0;
    int part;
    do {
      part = part(FaxRuns.of(isBlack));
      length += part;
    } while (part >= FIRST_MAKE_UP && length <= width);
    return length;
  }

  private int part(Map<Integer, Integer> runs) {
    int word = 1;
    for (int i = 0; i < FaxRuns.LONGEST; i++) {
      word = word << 1 | bit();
      Integer run = runs.get(word);
      if (run != null) {
        return run;
      }
    }
    throw damaged("an unknown run");
  }

  private int bit() {
    int index = (int) (at / 8);
    if (index >= stored.length) {
      throw damaged("an end before the last row");
    }
    return stored[index] >> (7 - at++ % 8) & 1;
  }

  private int paint(int row, int from, int to, boolean isBlack) {
    if (to < from || to > width) {
      throw damaged("a run that ends at %d, of %d pixels".formatted(to, width));
    }
    for (int x = from; isBlack && x < to; x++) {
      bits[row * rowBytes + x / 8] |= (byte) (1 << (7 - x % 8));
    }
    return to;
  }

  private static ImageException damaged(String found) {
    return new ImageException("TIFF: the fax data is damaged: found " + found);
  }
}
