package dev.jclip.nn;

import dev.jclip.tensor.onednn.OneDnn;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A linear layer: {@code x @ weight^T + bias}.
 *
 * @param weight [out, in]
 * @param bias [out], where there is one
 */
public record Linear(Tensor weight, Optional<Tensor> bias) {
  /** Takes {@code weight} [out, in] and {@code bias} [out]. */
  public Linear(Parameters parameters, long in, long out) {
    this(parameters.parameter("weight", out, in), Optional.of(parameters.parameter("bias", out)));
  }

  /**
   * Applies the layer.
   *
   * @param x [..., in]
   * @return [..., out]
   */
  public Tensor forward(Tensor x) {
    return bias.map(numbers -> OneDnn.linear(x, weight, numbers))
        .orElseGet(() -> OneDnn.linear(x, weight));
  }
}
