package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import org.jspecify.annotations.Nullable;

/** One rank's entries of a stream that all ranks read. */
final class EveryNth extends LookAhead {
  private final PairStream all;
  private final int worldSize;
  private int before;

  EveryNth(PairStream all, int rank, int worldSize) {
    this.all = all;
    this.worldSize = worldSize;
    this.before = rank;
  }

  @Override
  @Nullable Entry<String> read() {
    all.skip(before);
    before = worldSize - 1;
    return all.hasNext() ? all.next() : null;
  }

  @Override
  public void close() {
    all.close();
  }
}
