package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.digest.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The merges of a byte pair model by the two ids they join: a hash table with open addressing at a
 * load of at most one half, in arrays of numbers, because there are more than half a million.
 */
final class MergeTable {
  static final int NONE = -1;

  private static final int ID_BITS = 20;
  private static final long EMPTY = -1;

  private final long[] pairs;
  private final int[] ranks;
  private final int[] merged;
  private final int mask;

  /** Creates an empty table for so many merges. */
  MergeTable(int merges) {
    int slots = Integer.highestOneBit(Math.max(merges, 4)) * 4;
    pairs = new long[slots];
    ranks = new int[slots];
    merged = new int[slots];
    mask = slots - 1;
    Arrays.fill(pairs, EMPTY);
  }

  /** Adds a merge; returns whether the pair is new. */
  boolean add(int left, int right, int rank, int id) {
    int slot = slot(pair(left, right));
    if (pairs[slot] != EMPTY) {
      return false;
    }
    pairs[slot] = pair(left, right);
    ranks[slot] = rank;
    merged[slot] = id;
    return true;
  }

  /** Returns the slot of the merge of two ids, or {@link #NONE}. */
  int find(int left, int right) {
    int slot = slot(pair(left, right));
    return pairs[slot] == EMPTY ? NONE : slot;
  }

  /** Returns the rank of the merge in a slot; the smallest is done first. */
  int rank(int slot) {
    return ranks[slot];
  }

  /** Returns the id that the merge in a slot makes. */
  int merged(int slot) {
    return merged[slot];
  }

  /** Adds all merges to a digest; equal merges added in the same order give equal digests. */
  void addTo(Sha256 digest) {
    ByteBuffer form = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES);
    for (int slot = 0; slot < pairs.length; slot++) {
      if (pairs[slot] != EMPTY) {
        form.clear().putLong(pairs[slot]).putInt(ranks[slot]).putInt(merged[slot]);
        digest.add(form.flip());
      }
    }
  }

  private static long pair(int left, int right) {
    return (long) left << ID_BITS | right;
  }

  private int slot(long pair) {
    long mixed = pair * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed >>> 40) & mask;
    while (pairs[slot] != EMPTY && pairs[slot] != pair) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
