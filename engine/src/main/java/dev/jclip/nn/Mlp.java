package dev.jclip.nn;

import dev.jclip.config.Activation;
import java.util.function.UnaryOperator;
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

  /** The perceptron of layers that suit its use, [B, N, D] to [B, N, D]. */
  static UnaryOperator<Tensor> of(
      LinearLayers layers, Parameters parameters, long width, long hidden, Activation activation) {
    UnaryOperator<Tensor> in = layers.linear(parameters.at("c_fc"), width, hidden);
    UnaryOperator<Tensor> out = layers.linear(parameters.at("c_proj"), hidden, width);
    return x -> out.apply(Activations.apply(activation, in.apply(x)));
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
