package dev.jclip.nn;

import dev.jclip.tensor.onednn.OneDnn;
import org.bytedeco.pytorch.Tensor;

/**
 * A transposed convolution whose results do not overlap, since its stride is its side: each cell
 * becomes a square of cells, so it is one product.
 */
public final class TransposedConvolution {
  private final Tensor weight;
  private final Tensor bias;
  private final long out;
  private final long side;

  /** Takes {@code weight} [in, out, side, side] and {@code bias} [out]. */
  public TransposedConvolution(Parameters parameters, long in, long out, long side) {
    weight = parameters.parameter("weight", in, out, side, side);
    bias = parameters.parameter("bias", out);
    this.out = out;
    this.side = side;
  }

  /**
   * Applies the layer.
   *
   * @param x [B, in, H, W]
   * @return [B, out, side H, side W]
   */
  public Tensor forward(Tensor x) {
    long rows = x.size(2);
    long columns = x.size(3);
    Tensor cells = x.permute(0, 2, 3, 1); // [B, H, W, in]
    Tensor squares = OneDnn.linear(cells, weight.flatten(1, 3).t().contiguous());
    return squares
        .view(x.size(0), rows, columns, out, side, side)
        .permute(0, 3, 1, 4, 2, 5) // [B, out, H, side, W, side]
        .reshape(x.size(0), out, rows * side, columns * side)
        .add(bias.view(1, out, 1, 1));
  }
}
