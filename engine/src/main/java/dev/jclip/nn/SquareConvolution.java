package dev.jclip.nn;

import dev.jclip.tensor.onednn.Convolution;
import org.bytedeco.pytorch.Tensor;

/** A convolution with a bias that keeps an image's height and width. */
public final class SquareConvolution {
  private final Tensor weight;
  private final Tensor bias;
  private final Convolution convolution;

  /** Takes {@code weight} [out, in, side, side], the side odd, and {@code bias} [out]. */
  public SquareConvolution(Parameters parameters, long in, long out, long side) {
    weight = parameters.parameter("weight", out, in, side, side);
    bias = parameters.parameter("bias", out);
    convolution = new Convolution(in, out, side, 1);
  }

  /**
   * Applies the layer.
   *
   * @param x [B, in, H, W]
   * @return [B, out, H, W]
   */
  public Tensor forward(Tensor x) {
    return convolution.forward(x, weight).add(bias.view(1, bias.size(0), 1, 1));
  }
}
