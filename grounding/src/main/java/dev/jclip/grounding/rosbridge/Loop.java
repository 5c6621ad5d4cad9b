package dev.jclip.grounding.rosbridge;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns what changes. What it is given after its end is not done. */
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final ScheduledThreadPoolExecutor thread;
  private boolean closed;

  Loop(String name) {
    thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
    thread.setRemoveOnCancelPolicy(true);
  }

  /** Something that was planned and can be called off. */
  interface Plan {
    void callOff();
  }

  /** Returns whether it will be done. */
  synchronized boolean run(Runnable task) {
    if (!closed) {
      thread.execute(guarded(task));
    }
    return !closed;
  }

  /** Does it later, unless the end comes before. For tasks of the loop itself. */
  Plan after(Duration delay, Runnable task) {
    var planned = thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> planned.cancel(false);
  }

  void every(Duration time, Runnable task) {
    after(
        time,
        () -> {
          task.run();
          every(time, task);
        });
  }

  /** A mistake in one task does not take the others with it. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("rosbridge: a task failed", e);
      }
    };
  }

  /** Does what was given before, then the last task, and ends. */
  void close(Runnable last) {
    Future<?> done;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      done = thread.submit(guarded(last));
    }
    try {
      done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    thread.shutdownNow();
  }
}
