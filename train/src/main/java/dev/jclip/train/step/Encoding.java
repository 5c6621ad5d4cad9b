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

  /** Adds to the parameters' gradients what rows with this gradient [part, C] make of it. */
  void backward(Tensor gradient);

  /** Keeps what the way back needs. */
  static Encoding kept(Supplier<Tensor> part) {
    Tensor rows = TensorScope.keepingOnly(part);
    return new Encoding() {
      @Override
      public Tensor rows() {
        return rows.detach();
      }

      @Override
      public void backward(Tensor gradient) {
        propagate(rows, gradient);
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
      public void backward(Tensor gradient) {
        try (TensorScope _ = TensorScope.open()) {
          propagate(part.get(), gradient);
        }
      }
    };
  }

  private static void propagate(Tensor rows, Tensor gradient) {
    boolean isLocked = !rows.requires_grad();
    if (isLocked) {
      return;
    }
    boolean keepGraph = false;
    rows.backward(gradient, new BoolOptional(), keepGraph, new TensorArrayRefOptional());
  }
}
