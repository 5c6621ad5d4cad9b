package dev.jclip.tensor.thread;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Some of a number of things that stand one behind the other: rows of a matrix, sequences of a
 * batch, heads of an attention, images of a list.
 *
 * @param first the index of the first of them, from 0
 * @param count how many there are
 */
public record Part(int first, int count) {
  /**
   * One of several parts of like size, which together are all things: no two differ by more than
   * one.
   *
   * @param index which part, from 0
   * @param parts how many parts there are, at least 1
   * @param things how many things there are
   */
  public static Part of(int index, int parts, int things) {
    int first = boundary(index, parts, things);
    return new Part(first, boundary(index + 1, parts, things) - first);
  }

  /**
   * These in smaller parts of like size, in order.
   *
   * @param most the maximum count of a smaller part, at least 1
   */
  public List<Part> inParts(int most) {
    int parts = Math.ceilDiv(count, most);
    return IntStream.range(0, parts)
        .mapToObj(index -> of(index, parts, count))
        .map(part -> new Part(first + part.first(), part.count()))
        .toList();
  }

  private static int boundary(int index, int parts, int things) {
    return Math.toIntExact(Math.multiplyFull(index, things) / parts);
  }

  /** The index behind the last of them. */
  public int end() {
    return first + count;
  }
}
