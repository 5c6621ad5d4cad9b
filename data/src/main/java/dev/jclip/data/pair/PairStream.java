package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import java.util.Iterator;

/**
 * Pairs one after another: images, not decoded, with one caption each, and faults in place of the
 * pairs that cannot be used. For one thread.
 */
public interface PairStream extends Iterator<Entry<String>>, AutoCloseable {
  /** Goes past so many entries, or to the end; images are not decoded. */
  default void skip(long entries) {
    for (long i = 0; i < entries && hasNext(); i++) {
      next();
    }
  }

  @Override
  void close();
}
