package dev.jclip.nn.fast.float32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.config.Activation;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In float64, the engine's functions are the reference. */
@Tag("kernels")
class RationalGateTest {
  /** Of s, which is multiplied with x: what the quotient is off, and its rounding. */
  private static final double BOUND = 3e-7;

  private static Tensor expected(Activation activation, Tensor x) {
    return switch (activation) {
      case QUICK_GELU -> x.mul(torch.sigmoid(x.mul(new Scalar(1.702))));
      case GELU -> torch.gelu(x);
      case GELU_TANH -> torch.gelu(x, new BytePointer("tanh"));
    };
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void isTheFunctionToWithinARounding(Activation activation) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = torch.linspace(new Scalar(-30), new Scalar(30), 600_001);
      float[] values = Tensors.floats(x);
      float[] row = values.clone();
      RationalGate.of(activation).apply(0, row);
      Tensor exact = expected(activation, x.to(torch.ScalarType.Double));
      Tensor error = Tensors.of(row, row.length).to(torch.ScalarType.Double).sub(exact).abs();
      Tensor ofS = error.div(x.to(torch.ScalarType.Double).abs().clamp_min(new Scalar(1e-3)));
      assertThat(Tensors.floats(ofS.max())[0]).isLessThan((float) BOUND);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void itsEndsAreZeroAndItself(Activation activation) {
    float[] row = {-1e4f, -0f, 0, 1e4f, Float.NaN};
    RationalGate.of(activation).apply(0, row);
    assertThat(row[0]).isCloseTo(0, within(0.004f));
    assertThat(row[1]).isZero();
    assertThat(row[2]).isZero();
    assertThat(row[3]).isCloseTo(1e4f, within(0.004f));
    assertThat(row[4]).isNaN();
  }
}
