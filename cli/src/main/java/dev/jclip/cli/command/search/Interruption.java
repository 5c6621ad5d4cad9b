package dev.jclip.cli.command.search;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns the end of the process, such as by Ctrl+C, into a request, and holds it up until what was
 * begun is in the index and the thread that works on it has said what is kept. That thread closes
 * it.
 */
final class Interruption implements AutoCloseable, BooleanSupplier {
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Runnable unfinished;
  private final Thread hook = new Thread(this::request, "jclip-interrupt");

  /**
   * Listens from now on.
   *
   * @param unfinished says what is kept where the work does not end in time
   */
  Interruption(Runnable unfinished) {
    this.unfinished = unfinished;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void request() {
    requested.countDown();
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        unfinished.run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process shall end. */
  @Override
  public boolean getAsBoolean() {
    return requested.getCount() == 0;
  }

  /** Waits, and tells whether the process shall end meanwhile. */
  boolean comesWithin(long millis) throws InterruptedException {
    return requested.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    finished.countDown();
    if (!getAsBoolean()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
