package dev.jclip.hub;

import dev.jclip.error.HubException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often to try again, and how long to wait before: twice as long each time, with jitter, or as
 * long as the hub asks.
 *
 * @param attempts tries without progress before giving up
 * @param firstDelay middle of the first wait
 * @param longestDelay longest wait; a hub that asks for more is not waited for
 * @param jitter gives numbers in 0..1
 */
record RetryPolicy(
    int attempts, Duration firstDelay, Duration longestDelay, Pause pause, DoubleSupplier jitter) {
  private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  static RetryPolicy standard() {
    return new RetryPolicy(
        5,
        Duration.ofSeconds(1),
        Duration.ofMinutes(2),
        Thread::sleep,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /** The same without a second try. */
  RetryPolicy once() {
    return new RetryPolicy(1, firstDelay, longestDelay, pause, jitter);
  }

  /** Does the work until it succeeds, fails for good, or has failed too often. */
  <T> T run(Supplier<T> work) {
    Tries tries = start();
    while (true) {
      try {
        return work.get();
      } catch (RetryableException e) {
        tries.failed(e);
      }
    }
  }

  Tries start() {
    return new Tries();
  }

  /** The failures of one piece of work; for one thread. */
  final class Tries {
    private int failures;

    /** Forgets earlier failures, after real progress. */
    void progressed() {
      failures = 0;
    }

    /** Waits before the next try, or gives up by throwing. */
    void failed(RetryableException failure) {
      failures++;
      if (failures >= attempts) {
        String tried = attempts == 1 ? "" : " (tried " + attempts + " times)";
        throw new HubException(failure.getMessage() + tried, failure);
      }
      Duration wait = failure.retryAfter().orElseGet(this::backOff);
      if (wait.compareTo(longestDelay) > 0) {
        throw new HubException(
            failure.getMessage() + "; the hub asks to wait " + wait.toSeconds() + " s", failure);
      }
      LOG.info("{}; trying again in {} ms", failure.getMessage(), wait.toMillis());
      sleep(wait);
    }

    private Duration backOff() {
      double factor = Math.pow(2, failures - 1) * (0.5 + jitter.getAsDouble());
      Duration wait = Duration.ofNanos((long) (factor * firstDelay.toNanos()));
      return wait.compareTo(longestDelay) < 0 ? wait : longestDelay;
    }

    private void sleep(Duration wait) {
      try {
        pause.sleep(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HubException("interrupted while waiting to ask the hub again", e);
      }
    }
  }
}
