package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Layer normalisation over the last dimension (arXiv 1607.06450). */
public final class LayerNorm {
  private final Tensor weight;
  private final Tensor bias;
  private final long[] shape;
  private final double epsilon;

  /** Takes {@code weight} and {@code bias}, each [width]. */
  public LayerNorm(Parameters parameters, long width, double epsilon) {
    weight = parameters.parameter("weight", width);
    bias = parameters.parameter("bias", width);
    shape = new long[] {width};
    this.epsilon = epsilon;
  }

  /**
   * Applies the layer.
   *
   * @param x [..., width]
   * @return the same shape
   */
  public Tensor forward(Tensor x) {
    boolean useCudnn = false;
    return torch.layer_norm(
        x, shape, Tensors.present(weight), Tensors.present(bias), epsilon, useCudnn);
  }
}
