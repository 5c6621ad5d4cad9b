package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import java.util.Iterator;

/**
 * Images one after another, not decoded, and faults in place of those that cannot be used. For one
 * thread.
 *
 * @param <A> what is known of an image
 */
public interface ExampleStream<A> extends Iterator<Entry<A>>, AutoCloseable {
  /** Goes past so many entries, or to the end; images are not decoded. */
  default void skip(long entries) {
    for (long i = 0; i < entries && hasNext(); i++) {
      next();
    }
  }

  @Override
  void close();
}
