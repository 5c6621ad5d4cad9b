package dev.jclip.tensor.thread;

import dev.jclip.tensor.start.Engine;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Threads that compute parts of a batch side by side, each on one core, so that none waits for
 * another within an operation. There is one pool a process, of as many threads as cores, so several
 * models do not compete. Thread-safe.
 */
public final class Workers {
  private Workers() {}

  /**
   * Computes parts 0 to {@code count} - 1, as many at once as the engine has threads. A single part
   * is computed on the calling thread with all of them.
   */
  public static <T> List<T> map(int count, IntFunction<T> part) {
    int threads = Math.min(Engine.threads(), count);
    if (threads <= 1) {
      return IntStream.range(0, count).mapToObj(part).toList();
    }
    var results = new AtomicReferenceArray<T>(count);
    IntConsumer each = index -> results.set(index, part.apply(index));
    var shared = new SharedWork(count, threads, () -> each);
    for (int i = 0; i < threads; i++) {
      Pool.THREADS.execute(shared);
    }
    shared.await();
    return IntStream.range(0, count).mapToObj(results::get).toList();
  }

  /**
   * Does parts 0 to {@code count} - 1, the calling thread among as many as the engine has: its own
   * ones where they can be had. The parts must call no operation of the engine's that has threads.
   */
  public static void share(int count, IntConsumer part) {
    share(count, () -> part);
  }

  /**
   * Does parts 0 to {@code count} - 1 in the same way.
   *
   * @param perThread makes what does parts, for each thread that does some
   */
  public static void share(int count, Supplier<IntConsumer> perThread) {
    int threads = Math.min(Engine.threads(), count);
    var shared = new SharedWork(count, threads, perThread);
    if (threads > 1 && OpenMpTeam.exists()) {
      OpenMpTeam.run(threads, shared);
    } else {
      for (int i = 1; i < threads; i++) {
        Pool.THREADS.execute(shared);
      }
      shared.run();
    }
    shared.await();
  }

  /** What a thread sets is the process's default too, until it is set back. */
  private static ExecutorService start(int count) {
    int all = Engine.threads();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("jclip-worker-", 0).factory());
    var started = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      threads.execute(
          () -> {
            Engine.threads(1);
            started.countDown();
            await(started);
          });
    }
    await(started);
    Engine.threads(all);
    return threads;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Class initialisation is what makes the start happen once; the threads must not need it. */
  private static final class Pool {
    static final ExecutorService THREADS = start(Runtime.getRuntime().availableProcessors());
  }
}
