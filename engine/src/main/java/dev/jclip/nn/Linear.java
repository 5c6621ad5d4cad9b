package dev.jclip.nn;

import dev.jclip.tensor.onednn.OneDnn;
import org.bytedeco.pytorch.Tensor;

/** A linear layer with a bias. */
public final class Linear {
  private final Tensor weight;
  private final Tensor bias;

  /** Takes {@code weight} [out, in] and {@code bias} [out]. */
  public Linear(Parameters parameters, long in, long out) {
    weight = parameters.parameter("weight", out, in);
    bias = parameters.parameter("bias", out);
  }

  /**
   * Applies the layer.
   *
   * @param x [..., in]
   * @return [..., out]
   */
  public Tensor forward(Tensor x) {
    return OneDnn.linear(x, weight, bias);
  }
}
