package dev.jclip.model.precision;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.nn.fast.PackedLayers;
import dev.jclip.tensor.start.NativeHeap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A block in each precision that there is for it, made when it is needed.
 *
 * @param precisions what it can compute in
 * @param maker makes it
 */
public record PrecisionForms(Set<Precision> precisions, Maker maker) {
  /** Makes a block that computes in a precision. */
  interface Maker {
    UnaryOperator<Tensor> make(PackedLayers layers, Precision precision);
  }

  /** The block in a precision; the layers own its memory. */
  UnaryOperator<Tensor> in(Precision precision, PackedLayers layers) {
    return NativeHeap.leavingNoHoles(() -> maker.make(layers, precision));
  }

  /** What the block gives in a precision, as float32. */
  Tensor compute(Precision precision, Tensor x) {
    try (var layers = new PackedLayers(TowerPrecision.of(precision))) {
      return in(precision, layers).apply(x).to(torch.ScalarType.Float);
    }
  }
}
