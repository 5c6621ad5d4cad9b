package dev.jclip.nn;

import dev.jclip.config.Activation;
import org.bytedeco.pytorch.Tensor;

/** The two-layer perceptron of a residual block. */
public final class Mlp {
  private final Linear cFc;
  private final Linear cProj;
  private final Activation activation;

  /** Takes {@code c_fc} and {@code c_proj}. */
  public Mlp(Parameters parameters, long width, long hidden, Activation activation) {
    cFc = new Linear(parameters.at("c_fc"), width, hidden);
    cProj = new Linear(parameters.at("c_proj"), hidden, width);
    this.activation = activation;
  }

  /**
   * Applies the perceptron.
   *
   * @param x [B, N, D]
   * @return [B, N, D]
   */
  public Tensor forward(Tensor x) {
    return cProj.forward(Activations.apply(activation, cFc.forward(x)));
  }
}
