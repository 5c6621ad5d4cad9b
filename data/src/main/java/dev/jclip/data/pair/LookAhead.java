package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A stream that finds out whether there is a next entry by reading it. */
abstract class LookAhead implements PairStream {
  private @Nullable Entry<String> ahead;

  /** The next entry, or nothing at the end. */
  abstract @Nullable Entry<String> read();

  @Override
  public final boolean hasNext() {
    if (ahead == null) {
      ahead = read();
    }
    return ahead != null;
  }

  @Override
  public final Entry<String> next() {
    Entry<String> next = ahead == null ? read() : ahead;
    ahead = null;
    if (next == null) {
      throw new NoSuchElementException("the stream has ended");
    }
    return next;
  }
}
