package dev.jclip.nn.fast;

import dev.jclip.nn.Parameters;
import dev.jclip.nn.fast.block.PackedWeights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.onednn.PackedConvolution;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Packs convolutions, each with the batch normalisation behind it folded in.
 *
 * @param weights owns what is packed
 * @param computing what the convolutions are rounded to
 */
record PackedConvolutions(PackedWeights weights, torch.ScalarType computing) {
  /** A 1 x 1 convolution. */
  PackedPointwise pointwise(Parameters conv, Parameters norm, long in, long out) {
    try (TensorScope _ = TensorScope.inference()) {
      FoldedNorm folded = FoldedNorm.of(norm, out);
      Tensor kernel = folded.scaled(conv.copy("weight", out, in, 1, 1));
      return new PackedPointwise(
          weights.linear(kernel.flatten(1, 3), folded.shift(), computing), computing);
    }
  }

  /**
   * A convolution over squares of cells.
   *
   * @param shape of the kernel: [out, in, side, side]
   */
  PackedConvolution square(Parameters conv, Parameters norm, long[] shape, long stride) {
    try (TensorScope _ = TensorScope.inference()) {
      FoldedNorm folded = FoldedNorm.of(norm, shape[0]);
      Tensor kernel = folded.scaled(conv.copy("weight", shape));
      return weights.own(
          new PackedConvolution(kernel.to(computing), folded.shift().to(computing), stride),
          PackedConvolution::close);
    }
  }
}
