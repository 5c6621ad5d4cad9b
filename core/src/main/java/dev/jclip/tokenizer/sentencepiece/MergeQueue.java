package dev.jclip.tokenizer.sentencepiece;

import java.util.Arrays;

/**
 * Merges that wait to be done, the one of the smallest rank first, of equal ranks the leftmost: a
 * binary heap of numbers that hold the rank above the position.
 */
final class MergeQueue {
  private long[] heap = new long[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(int rank, int position) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    long added = (long) rank << Integer.SIZE | position;
    int at = size++;
    while (at > 0 && heap[(at - 1) / 2] > added) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = added;
  }

  /** Removes the first merge and returns it. */
  long poll() {
    long first = heap[0];
    long moved = heap[--size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      child += child + 1 < size && heap[child + 1] < heap[child] ? 1 : 0;
      if (heap[child] >= moved) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
    return first;
  }

  static int rank(long merge) {
    return (int) (merge >>> Integer.SIZE);
  }

  static int position(long merge) {
    return (int) merge;
  }
}
