package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.start.Engine;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * The sizes of images for which oneDNN has planned a convolution. It plans when it first meets a
 * size, and keeps the plan for all threads; but 3.7 plans by variables that all threads share, so
 * that of two at once one may be given the other's memory, which ends the process. Here all are
 * made one at a time. Thread-safe.
 */
final class ConvolutionPlans {
  private static final Lock PLANNING = new ReentrantLock();

  private final Set<Size> made = ConcurrentHashMap.newKeySet();

  private record Size(long batch, long height, long width, int threads, boolean hasGradients) {}

  /**
   * Has the convolution of an image planned unless it is already.
   *
   * @param x [B, in, H, W]
   * @param trial the same convolution, and its gradients where they are recorded
   */
  void make(Tensor x, Runnable trial) {
    var size = new Size(x.size(0), x.size(2), x.size(3), Engine.threads(), GradMode.is_enabled());
    if (!made.contains(size)) {
      alone(
          () -> {
            try (TensorScope _ = TensorScope.open()) {
              trial.run();
            }
            return made.add(size);
          });
    }
  }

  /** Does what has convolutions planned while no other does. */
  static <T> T alone(Supplier<T> planning) {
    PLANNING.lock();
    try {
      return planning.get();
    } finally {
      PLANNING.unlock();
    }
  }
}
