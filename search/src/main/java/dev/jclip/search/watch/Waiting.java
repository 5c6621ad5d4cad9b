package dev.jclip.search.watch;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits that can be ended. */
final class Waiting {
  /** How long it may take until an end is noticed. */
  static final Duration SLICE = Duration.ofMillis(100);

  private Waiting() {}

  static void sleep(Duration duration, BooleanSupplier ends) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos();
        left > 0 && !ends.getAsBoolean();
        left = end - System.nanoTime()) {
      Thread.sleep(Duration.ofNanos(Math.min(left, SLICE.toNanos())));
    }
  }
}
