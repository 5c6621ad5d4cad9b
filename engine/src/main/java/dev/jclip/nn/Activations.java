package dev.jclip.nn;

import dev.jclip.config.Activation;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The non-linearities of the towers. */
final class Activations {
  private static final double QUICK_GELU_SLOPE = 1.702;

  private Activations() {}

  static Tensor apply(Activation activation, Tensor x) {
    return switch (activation) {
      case QUICK_GELU -> x.mul(torch.sigmoid(x.mul(new Scalar(QUICK_GELU_SLOPE))));
      case GELU -> torch.gelu(x);
      case GELU_TANH -> torch.gelu(x, "tanh");
    };
  }
}
