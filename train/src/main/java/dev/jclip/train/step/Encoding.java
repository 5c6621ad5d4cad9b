package dev.jclip.train.step;

import dev.jclip.tensor.TensorScope;
import java.util.function.Supplier;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/** The features of a part of the batch, and the way back from them to the parameters. */
interface Encoding {
  /** [part, E], of which no gradient is recorded. */
  Tensor features();

  /** Adds to the parameters' gradients what features with this slope [part, E] make of it. */
  void backward(Tensor slope);

  /** Keeps what the way back needs. */
  static Encoding kept(Supplier<Tensor> tower) {
    Tensor features = TensorScope.keepingOnly(tower);
    return new Encoding() {
      @Override
      public Tensor features() {
        return features.detach();
      }

      @Override
      public void backward(Tensor slope) {
        propagate(features, slope);
      }
    };
  }

  /** Computes the features again on the way back (gradient caching, arXiv 2101.06983). */
  static Encoding recomputed(Supplier<Tensor> tower) {
    Tensor features = TensorScope.keepingOnly(() -> tower.get().detach());
    return new Encoding() {
      @Override
      public Tensor features() {
        return features;
      }

      @Override
      public void backward(Tensor slope) {
        try (TensorScope _ = TensorScope.open()) {
          propagate(tower.get(), slope);
        }
      }
    };
  }

  private static void propagate(Tensor features, Tensor slope) {
    boolean isLocked = !features.requires_grad();
    if (isLocked) {
      return;
    }
    boolean keepGraph = false;
    features.backward(slope, new BoolOptional(), keepGraph, new TensorArrayRefOptional());
  }
}
