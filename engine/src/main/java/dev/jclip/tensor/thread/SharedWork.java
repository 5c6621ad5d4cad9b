package dev.jclip.tensor.thread;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work in parts. Each thread that runs it goes through a stretch of parts, since what one part
 * reads often lies behind what the last one read, and then helps with the stretches of others. It
 * is done even if only one thread runs it.
 */
final class SharedWork implements Runnable {
  /** Turns of a waiting loop: less than what it takes to wake a thread. */
  private static final int SPINS = 2000;

  private final int count;
  private final Supplier<IntConsumer> perThread;
  private final AtomicInteger running = new AtomicInteger();

  /** The next part of each stretch. */
  private final AtomicIntegerArray next;

  private final CountDownLatch open;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * Work to be done.
   *
   * @param threads how many are expected to run it
   * @param perThread makes what does parts, for each thread that does some
   */
  SharedWork(int count, int threads, Supplier<IntConsumer> perThread) {
    this.count = count;
    next = new AtomicIntegerArray(Math.max(1, threads));
    for (int i = 0; i < next.length(); i++) {
      next.set(i, stretch(i).first());
    }
    this.perThread = perThread;
    open = new CountDownLatch(count);
  }

  @Override
  public void run() {
    int stretches = next.length();
    int own = running.getAndIncrement();
    Optional<IntConsumer> part = Optional.empty();
    for (int i = 0; i < stretches; i++) {
      part = run((own + i) % stretches, part);
    }
  }

  private Optional<IntConsumer> run(int stretch, Optional<IntConsumer> made) {
    Optional<IntConsumer> part = made;
    int end = stretch(stretch).end();
    for (int i = next.getAndIncrement(stretch); i < end; i = next.getAndIncrement(stretch)) {
      try {
        part = part.or(() -> Optional.of(perThread.get()));
        part.orElseThrow().accept(i);
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        open.countDown();
      }
    }
    return part;
  }

  private Part stretch(int index) {
    return Part.of(index, next.length(), count);
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
