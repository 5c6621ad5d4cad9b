package dev.jclip.nn;

import dev.jclip.config.Activation;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** Makes linear layers and what consists of them, in a form that suits their use. */
public interface LinearLayers {
  /** The step into the shared space: {@code x @ matrix} by the tensor of a name, [in, out]. */
  UnaryOperator<Tensor> projection(Parameters parameters, String name, long in, long out);

  /**
   * A linear layer, [B, N, in] to [B, N, out].
   *
   * @param parameters the tensors below the layer's prefix
   */
  UnaryOperator<Tensor> linear(Parameters parameters, long in, long out);

  /**
   * The perceptron of a residual block, [B, N, width] to the same.
   *
   * @param parameters the tensors below the perceptron's prefix
   */
  default UnaryOperator<Tensor> mlp(
      Parameters parameters, long width, long hidden, Activation activation) {
    return Mlp.of(this, parameters, width, hidden, activation);
  }

  /**
   * An attention of a model's own, with whatever memory it has.
   *
   * @param parameters the tensors below the attention's prefix
   * @param reader how they are read
   */
  Attention attention(Parameters parameters, AttentionWeights.Reader reader);

  /**
   * An attention to a memory of many tokens, which are projected at once, such as an image's.
   *
   * @see #attention
   */
  default Attention attentionToMany(Parameters parameters, AttentionWeights.Reader reader) {
    return attention(parameters, reader);
  }
}
