package dev.jclip.nn.fast.rows;

import dev.jclip.tensor.thread.Workers;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** How work in parts is done, which call no operation of the engine's that has threads. */
@FunctionalInterface
public interface Sharing {
  /** By the calling thread. */
  Sharing ALONE =
      (count, perThread) -> {
        IntConsumer part = perThread.get();
        for (int i = 0; i < count; i++) {
          part.accept(i);
        }
      };

  /** By all threads of the engine. */
  Sharing WITH_ALL = Workers::share;

  /**
   * Does parts 0 to {@code count} - 1.
   *
   * @param perThread makes what does parts, for each thread that does some
   */
  void forEach(int count, Supplier<IntConsumer> perThread);
}
