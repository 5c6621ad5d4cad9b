package dev.jclip.search.watch;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Tells when it is time to look at an index's sources again. For one thread. */
interface Changes extends AutoCloseable {
  /**
   * Waits until something may have changed.
   *
   * @param rested how long ago the sources were looked at
   * @param ends ends the wait
   */
  void await(Duration rested, BooleanSupplier ends) throws InterruptedException;

  @Override
  void close();
}
