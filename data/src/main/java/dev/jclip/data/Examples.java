package dev.jclip.data;

import java.util.stream.Stream;

/**
 * The entries of a data set, in an order that never changes. Safe for many threads at once; each
 * stream is for one.
 *
 * @param <A> what is known of an image
 */
@FunctionalInterface
public interface Examples<A> {
  /**
   * Reads the entries from the first on, as they are asked for; close the stream.
   *
   * @throws dev.jclip.error.DataException here or from the stream, if the data cannot be read at
   *     all; a single bad entry is an {@link Entry.Skipped}
   */
  Stream<Entry<A>> stream();
}
