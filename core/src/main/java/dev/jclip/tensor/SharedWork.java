package dev.jclip.tensor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Work in parts, of which every thread that runs it takes the next until none is left. It is done
 * even if only one thread runs it.
 */
final class SharedWork implements Runnable {
  /** Turns of a waiting loop: less than what it takes to wake a thread. */
  private static final int SPINS = 2000;

  private final int count;
  private final IntConsumer part;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch open;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  SharedWork(int count, IntConsumer part) {
    this.count = count;
    this.part = part;
    open = new CountDownLatch(count);
  }

  @Override
  public void run() {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      try {
        part.accept(i);
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        open.countDown();
      }
    }
  }

  /** Waits for all parts, and throws what the first that failed has thrown. */
  void await() {
    for (int i = 0; i < SPINS && open.getCount() > 0; i++) {
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    while (open.getCount() > 0) {
      try {
        open.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (failure.get()) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }
}
