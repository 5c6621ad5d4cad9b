package dev.jclip.model.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Puts texts of like lengths together, so that little of a batch is padding. */
final class LengthBatches {
  /** Fewer rows than these leave the processor waiting for the weights. */
  private static final int FEWEST = 8;

  /** A batch is cut where more than one in so many of its tokens would be padding. */
  private static final int ONE_IN = 12;

  private LengthBatches() {}

  /**
   * Texts to be computed together.
   *
   * @param indices which, by rising length
   * @param length the longest one's
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Batch(int[] indices, int length) {}

  /** Batches of at most so many texts, together all of them. */
  static List<Batch> of(int[] lengths, int most) {
    int[] order =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingInt(index -> lengths[index]))
            .mapToInt(Integer::intValue)
            .toArray();
    var batches = new ArrayList<Batch>();
    int from = 0;
    long tokens = 0;
    for (int to = 0; to < order.length; to++) {
      int count = to - from;
      int length = lengths[order[to]];
      long padding = (long) count * length - tokens;
      if (count == most || (count >= FEWEST && padding * ONE_IN > (long) count * length)) {
        batches.add(batch(order, from, to, lengths));
        from = to;
        tokens = 0;
      }
      tokens += length;
    }
    if (from < order.length) {
      batches.add(batch(order, from, order.length, lengths));
    }
    return batches;
  }

  private static Batch batch(int[] order, int from, int to, int[] lengths) {
    int[] indices = IntStream.range(from, to).map(i -> order[i]).toArray();
    return new Batch(indices, lengths[order[to - 1]]);
  }
}
