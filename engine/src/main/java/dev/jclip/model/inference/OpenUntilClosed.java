package dev.jclip.model.inference;

import dev.jclip.tensor.TensorScope;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets any number of threads use what an object owns, until it is closed. Closing waits for those
 * that use it. Safe for many threads at once.
 */
final class OpenUntilClosed {
  private final ReadWriteLock useAndClose = new ReentrantReadWriteLock();
  private final String name;
  private boolean closed;

  /**
   * Something open.
   *
   * @param name what is closed, as the beginning of a sentence: "the model is"
   */
  OpenUntilClosed(String name) {
    this.name = name;
  }

  /**
   * Makes a call while nothing can be closed.
   *
   * @throws IllegalStateException if it is closed already
   */
  <T> T whileOpen(Supplier<T> call) {
    Lock use = useAndClose.readLock();
    use.lock();
    try {
      if (closed) {
        throw new IllegalStateException(name + " closed");
      }
      return call.get();
    } finally {
      use.unlock();
    }
  }

  /**
   * Computes with tensors while nothing can be closed, in a scope of their own that records no
   * gradients.
   *
   * @throws IllegalStateException if it is closed already
   */
  <T> T compute(Supplier<T> call) {
    return whileOpen(
        () -> {
          try (TensorScope _ = TensorScope.inference()) {
            return call.get();
          }
        });
  }

  /**
   * Makes a call that has no result, like {@link #whileOpen}.
   *
   * @throws IllegalStateException if it is closed already
   */
  void runWhileOpen(Runnable call) {
    whileOpen(
        () -> {
          call.run();
          return true;
        });
  }

  /** Waits for running calls, refuses later ones, and frees what is owned. */
  void close(Runnable release) {
    Lock close = useAndClose.writeLock();
    close.lock();
    try {
      closed = true;
      release.run();
    } finally {
      close.unlock();
    }
  }
}
