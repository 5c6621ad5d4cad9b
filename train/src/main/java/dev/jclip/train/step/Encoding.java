package dev.jclip.train.step;

import dev.jclip.tensor.TensorScope;
import java.util.function.Supplier;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/** The rows of a part of the batch, and the way back from them to the parameters. */
interface Encoding {
  /** [part, C], of which no gradient is recorded. */
  Tensor rows();

  /** Adds to the parameters' gradients what rows with this slope [part, C] make of it. */
  void backward(Tensor slope);

  /** Keeps what the way back needs. */
  static Encoding kept(Supplier<Tensor> part) {
    Tensor rows = TensorScope.keepingOnly(part);
    return new Encoding() {
      @Override
      public Tensor rows() {
        return rows.detach();
      }

      @Override
      public void backward(Tensor slope) {
        propagate(rows, slope);
      }
    };
  }

  /** Computes the rows again on the way back (gradient caching, arXiv 2101.06983). */
  static Encoding recomputed(Supplier<Tensor> part) {
    Tensor rows = TensorScope.keepingOnly(() -> part.get().detach());
    return new Encoding() {
      @Override
      public Tensor rows() {
        return rows;
      }

      @Override
      public void backward(Tensor slope) {
        try (TensorScope _ = TensorScope.open()) {
          propagate(part.get(), slope);
        }
      }
    };
  }

  private static void propagate(Tensor rows, Tensor slope) {
    boolean isLocked = !rows.requires_grad();
    if (isLocked) {
      return;
    }
    boolean keepGraph = false;
    rows.backward(slope, new BoolOptional(), keepGraph, new TensorArrayRefOptional());
  }
}
