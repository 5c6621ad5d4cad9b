package dev.jclip.image.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fewest bits that a block can take under a Huffman table of a JPEG file: a code's length plus
 * the extra bits that follow it (ITU-T T.81, F.1.2). Tables that a file leaves out count as one
 * bit.
 */
final class HuffmanCost {
  static final int NUM_LENGTHS = 16;

  private static final int NUM_SYMBOLS = 256;
  private static final int NUM_COEFFICIENTS = 64;
  private static final int END_OF_BLOCK = 0x00;
  private static final int SIXTEEN_ZEROS = 0xf0;
  private static final int UNUSED = 1 << 16;

  /** The bits of each symbol's code and of what follows it. */
  private final int[] bits = new int[NUM_SYMBOLS];

  /**
   * Reads a table.
   *
   * @param at offset of the 16 counts, which the symbols follow
   */
  HuffmanCost(FileBytes file, long at) {
    Arrays.fill(bits, UNUSED);
    long symbolAt = at + NUM_LENGTHS;
    for (int length = 1; length <= NUM_LENGTHS; length++) {
      for (int i = file.u8(at + length - 1); i > 0; i--) {
        int symbol = file.u8(symbolAt++);
        bits[symbol] = Math.min(bits[symbol], length + (symbol & 15));
      }
    }
  }

  static int numSymbols(FileBytes file, long at) {
    int sum = 0;
    for (int i = 0; i < NUM_LENGTHS; i++) {
      sum += file.u8(at + i);
    }
    return sum;
  }

  /** The fewest bits of a block's first coefficient. */
  static int ofDc(@Nullable HuffmanCost table) {
    if (table == null) {
      return 1;
    }
    int min = UNUSED;
    for (int cost : table.bits) {
      min = Math.min(min, cost);
    }
    return min;
  }

  /** The fewest bits of a block's other 63 coefficients, coded one after the other. */
  static int ofAc(@Nullable HuffmanCost table) {
    if (table == null) {
      return 1;
    }
    int[] toEnd = new int[NUM_COEFFICIENTS + 1];
    for (int k = NUM_COEFFICIENTS - 1; k >= 1; k--) {
      int min = table.bits[END_OF_BLOCK];
      for (int symbol = 1; symbol < NUM_SYMBOLS; symbol++) {
        boolean skips = (symbol & 15) == 0;
        if (skips && symbol != SIXTEEN_ZEROS) {
          min = Math.min(min, table.bits[symbol]); // decoders take it for the end of the block
          continue;
        }
        int next = Math.min(k + (symbol >> 4) + 1, NUM_COEFFICIENTS);
        min = Math.min(min, table.bits[symbol] + toEnd[next]);
      }
      toEnd[k] = min;
    }
    return toEnd[1];
  }
}
