package dev.jclip.tensor;

import dev.jclip.testkit.Tolerance;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedLinearTest {
  private static final double BOUND = 1e-6;

  @BeforeAll
  static void repeats() {
    torch.manual_seed(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "3, 5, 33",
    "50, 60, 80",
    "50, 64, 96",
    "7, 768, 1000",
    "50, 1152, 4304",
    "50, 4304, 1152"
  })
  void isTheProductWhateverTheNumberOfOutputs(int rows, int in, int out) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = torch.randn(rows, in);
      Tensor weight = torch.randn(out, in);
      Tensor bias = torch.randn(out);
      Tensor residual = torch.randn(rows, out);
      Tensor expected = torch.linear(x, weight, Tensors.present(bias));
      try (var linear = new PackedLinear(weight, bias)) {
        assertClose("linear", linear.forward(x, Fusion.NONE), expected);
        assertClose("gated", linear.forward(x, Fusion.SILU), torch.silu(expected));
        assertClose("added", linear.forwardAdd(x, residual), expected.add(residual));
      }
    }
  }

  private static void assertClose(String what, Tensor actual, Tensor expected) {
    Tolerance.assertClose(what, Tensors.floats(actual), Tensors.floats(expected), BOUND);
  }
}
