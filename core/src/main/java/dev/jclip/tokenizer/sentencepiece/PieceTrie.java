package dev.jclip.tokenizer.sentencepiece;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Pieces by their UTF-8 bytes, for finding all that begin at a place of a text. The nodes lie in
 * arrays, breadth first, so that the children of a node stand together in the order of their bytes.
 * Immutable.
 */
final class PieceTrie {
  static final int NONE = -1;
  static final int ROOT = 0;

  private final byte[] labels;
  private final int[] values;
  private final int[] firstChild;

  private PieceTrie(byte[] labels, int[] values, int[] firstChild) {
    this.labels = labels;
    this.values = values;
    this.firstChild = firstChild;
  }

  /** One piece and the value that stands for it, which is not negative. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Entry(byte[] bytes, int value) {
    Entry(String piece, int value) {
      this(piece.getBytes(StandardCharsets.UTF_8), value);
    }
  }

  /** Returns a trie of pieces, none of which is empty; of equal ones the last counts. */
  static PieceTrie of(List<Entry> pieces) {
    Entry[] sorted = pieces.toArray(Entry[]::new);
    Arrays.sort(sorted, (a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()));
    return new Builder(sorted).build();
  }

  /** Returns the node below a node for a byte, or {@link #NONE}. */
  int child(int node, byte label) {
    int low = firstChild[node];
    int high = firstChild[node + 1] - 1;
    if (low == high) {
      return labels[low] == label ? low : NONE;
    }
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Byte.compareUnsigned(labels[middle], label);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return NONE;
  }

  /** Returns the value of the piece that ends at a node, or {@link #NONE}. */
  int value(int node) {
    return values[node];
  }

  /** Returns the length of the longest piece at a place of a text, or 0. */
  int longest(byte[] text, int start) {
    int longest = 0;
    int node = ROOT;
    for (int i = start; i < text.length; i++) {
      node = child(node, text[i]);
      if (node == NONE) {
        break;
      }
      if (values[node] != NONE) {
        longest = i + 1 - start;
      }
    }
    return longest;
  }

  /** Lays out one level after another; a node is the range of the pieces that pass through it. */
  private static final class Builder {
    private final Entry[] sorted;
    private byte[] labels = new byte[1 << 10];
    private int[] values = new int[1 << 10];
    private int[] firstChild = new int[1 << 10];
    private int[] from = new int[1 << 10];
    private int[] to = new int[1 << 10];
    private int count;

    Builder(Entry[] sorted) {
      this.sorted = sorted;
    }

    PieceTrie build() {
      add((byte) 0, 0, sorted.length);
      int levelEnd = 1;
      for (int node = 0, depth = 0; node < count; depth++, levelEnd = count) {
        for (; node < levelEnd; node++) {
          divide(node, depth);
        }
      }
      int[] first = Arrays.copyOf(firstChild, count + 1);
      first[count] = count;
      return new PieceTrie(Arrays.copyOf(labels, count), Arrays.copyOf(values, count), first);
    }

    private void divide(int node, int depth) {
      int at = from[node];
      values[node] = NONE;
      for (; at < to[node] && sorted[at].bytes().length == depth; at++) {
        values[node] = sorted[at].value();
      }
      firstChild[node] = count;
      for (int end; at < to[node]; at = end) {
        byte label = sorted[at].bytes()[depth];
        end = at + 1;
        while (end < to[node] && sorted[end].bytes()[depth] == label) {
          end++;
        }
        add(label, at, end);
      }
    }

    private void add(byte label, int start, int end) {
      if (count + 1 == labels.length) {
        labels = Arrays.copyOf(labels, 2 * labels.length);
        values = Arrays.copyOf(values, 2 * values.length);
        firstChild = Arrays.copyOf(firstChild, 2 * firstChild.length);
        from = Arrays.copyOf(from, 2 * from.length);
        to = Arrays.copyOf(to, 2 * to.length);
      }
      labels[count] = label;
      from[count] = start;
      to[count] = end;
      count++;
    }
  }
}
