package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * A list in the order of a pass, which is an exact permutation. For one thread.
 *
 * @param <R> what the list holds
 * @param <A> what is known of an image
 */
public final class Permuted<R, A> implements ExampleStream<A> {
  private final List<R> rows;
  private final Function<R, Entry<A>> reader;
  private final int[] permutation;
  private final int step;
  private long place;

  /**
   * Begins a pass.
   *
   * @param reader reads the image of a row when its turn comes
   */
  public Permuted(List<R> rows, PairOrder order, Function<R, Entry<A>> reader) {
    this.rows = rows;
    this.reader = reader;
    permutation = order.permutation(rows.size());
    step = order.worldSize();
    place = order.rank();
  }

  @Override
  public boolean hasNext() {
    return place < permutation.length;
  }

  @Override
  public Entry<A> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream has ended");
    }
    R row = rows.get(permutation[(int) place]);
    place += step;
    return reader.apply(row);
  }

  @Override
  public void skip(long entries) {
    long left = Math.ceilDiv(permutation.length - place, step);
    place += Math.clamp(entries, 0, Math.max(0, left)) * step;
  }

  @Override
  public void close() {
    // holds nothing open
  }
}
