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

  private static final int NUM_RUNS = 16;
  private static final int NUM_COEFFICIENTS = 64;
  private static final int SIXTEEN_ZEROS = 0xf0;
  private static final int UNUSED = 1 << 16;

  /** Of any symbol. */
  private int cheapest = UNUSED;

  /** Of a symbol that ends a block. */
  private int end = UNUSED;

  /** Of a coefficient after so many zeros. */
  private final int[] afterZeros = new int[NUM_RUNS];

  /**
   * Reads a table.
   *
   * @param at offset of the 16 counts, which the symbols follow
   */
  HuffmanCost(FileBytes file, long at) {
    Arrays.fill(afterZeros, UNUSED);
    long symbolAt = at + NUM_LENGTHS;
    for (int length = 1; length <= NUM_LENGTHS; length++) {
      for (int i = file.u8(at + length - 1); i > 0; i--) {
        add(file.u8(symbolAt++), length);
      }
    }
  }

  private void add(int symbol, int length) {
    int cost = length + (symbol & 15);
    cheapest = Math.min(cheapest, cost);
    if ((symbol & 15) == 0 && symbol != SIXTEEN_ZEROS) {
      end = Math.min(end, cost); // whatever its zeros are, decoders take it for the end
    } else {
      afterZeros[symbol >> 4] = Math.min(afterZeros[symbol >> 4], cost);
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
    return table == null ? 1 : table.cheapest;
  }

  /** The fewest bits of a block's other 63 coefficients, coded one after the other. */
  static int ofAc(@Nullable HuffmanCost table) {
    if (table == null) {
      return 1;
    }
    int[] toEnd = new int[NUM_COEFFICIENTS + 1];
    for (int k = NUM_COEFFICIENTS - 1; k >= 1; k--) {
      int min = table.end;
      for (int zeros = 0; zeros < NUM_RUNS; zeros++) {
        int next = Math.min(k + zeros + 1, NUM_COEFFICIENTS);
        min = Math.min(min, table.afterZeros[zeros] + toEnd[next]);
      }
      toEnd[k] = min;
    }
    return toEnd[1];
  }
}
