package dev.jclip.data.table;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a wait that would not end by itself: the reader of Parquet waits for ever on some damaged
 * files, whose decoding thread has died.
 */
record Patience(Duration limit) {
  /** What may wait. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Runs work on this thread, which is interrupted after the limit.
   *
   * @throws IOException the work's own, or if it took longer than the limit
   */
  <T> T run(Work<T> work) throws IOException {
    Thread waiting = Thread.currentThread();
    var done = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    Thread guard =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  if (!await(done)) {
                    interrupted.set(true);
                    waiting.interrupt();
                  }
                });
    guard.start();
    try {
      return work.run();
    } catch (IOException | RuntimeException e) {
      if (interrupted.get()) {
        throw new IOException("nothing came for %d ms".formatted(limit.toMillis()), e);
      }
      throw e;
    } finally {
      done.countDown();
      if (interrupted.get()) {
        Thread.interrupted(); // it was this guard's
      }
    }
  }

  private boolean await(CountDownLatch done) {
    try {
      return done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) { // nobody interrupts a guard
      return true;
    }
  }
}
