package dev.jclip.nn.fast;

import dev.jclip.tensor.onednn.Fusion;
import dev.jclip.tensor.onednn.PackedLinear;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A 1 x 1 convolution: a linear layer of each cell's channels. */
record PackedPointwise(PackedLinear linear, torch.ScalarType computing) {
  /**
   * Applies the convolution.
   *
   * @param x [B, in, H, W], channels last in memory
   * @return [B, out, H, W], the same
   */
  Tensor forward(Tensor x, Fusion fusion) {
    return map(linear.forward(cells(x), fusion));
  }

  /**
   * Applies the convolution and adds it to a map.
   *
   * @param x [B, in, H, W], channels last in memory
   * @param residual [B, out, H, W], the same
   * @return a map that is no other's
   */
  Tensor forwardAdd(Tensor x, Tensor residual) {
    return map(linear.forwardAdd(cells(x), cells(residual)));
  }

  private Tensor cells(Tensor map) {
    return map.permute(0, 2, 3, 1).to(computing);
  }

  private static Tensor map(Tensor cells) {
    return cells.permute(0, 3, 1, 2);
  }
}
