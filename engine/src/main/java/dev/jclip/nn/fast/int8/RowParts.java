package dev.jclip.nn.fast.int8;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.onednn.IntegerProducts;
import dev.jclip.tensor.start.Engine;
import dev.jclip.tensor.thread.Part;
import dev.jclip.tensor.thread.Workers;
import java.util.function.Consumer;

/**
 * The rows of a matrix in parts, each of which one thread takes through several layers while it is
 * in that thread's cache.
 */
public final class RowParts {
  /** Weights come from memory once for a part; what is between layers must fit into a cache. */
  private static final int MOST = 208;

  private RowParts() {}

  /**
   * Computes parts side by side, each in a scope of its own. The computation must call no operation
   * of the engine's that has threads.
   */
  public static void forEach(int rows, Consumer<Part> computation) {
    int atOnce = IntegerProducts.rowsAtOnce();
    int parts = Math.max(Math.ceilDiv(rows, MOST), Math.min(Engine.threads(), rows / atOnce));
    int size = Math.ceilDiv(Math.ceilDiv(rows, Math.max(1, parts)), atOnce) * atOnce;
    Workers.share(
        Math.ceilDiv(rows, size),
        index -> {
          try (TensorScope _ = TensorScope.inference()) {
            int first = index * size;
            computation.accept(new Part(first, Math.min(size, rows - first)));
          }
        });
  }
}
