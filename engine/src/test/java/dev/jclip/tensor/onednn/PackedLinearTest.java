package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.Tries;
import dev.jclip.testkit.Summation;
import dev.jclip.testkit.Tolerance;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In float64, which oneDNN does not have, the engine's functions are the reference. */
@Tries(Kernel.FLOAT32_OPERATORS)
class PackedLinearTest {
  /** What oneDNN's non-linearity is off, of float32. */
  private static final double GATE = 1e-6;

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
      Tensor expected = torch.linear(exact(x), exact(weight), Tensors.present(exact(bias)));
      double bound = Summation.ofRandomProducts(in + 1L);
      try (var linear = new PackedLinear(weight, bias)) {
        assertClose("linear", linear.forward(x, Fusion.NONE), expected, bound);
        assertClose("gated", linear.forward(x, Fusion.SILU), torch.silu(expected), bound + GATE);
        assertClose("added", linear.forwardAdd(x, residual), expected.add(residual), bound);
      }
    }
  }

  /** Where oneDNN has no bfloat16, too. */
  @ParameterizedTest
  @CsvSource({"1, 4, 8", "50, 64, 96", "7, 768, 1000"})
  @Tries(value = Kernel.BFLOAT16_OPERATORS, hasStandIn = true)
  void inBfloat16OnlyTheResultIsRounded(int rows, int in, int out) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = rounded(torch.randn(rows, in));
      Tensor weight = rounded(torch.randn(out, in));
      Tensor bias = rounded(torch.randn(out));
      Tensor residual = rounded(torch.randn(rows, out));
      Tensor sums = torch.linear(exact(x), exact(weight), Tensors.present(exact(bias)));
      Tensor magnitudes =
          torch.linear(exact(x.abs()), exact(weight.abs()), Tensors.present(exact(bias.abs())));
      long terms = in + 1L; // and the bias
      try (var linear = new PackedLinear(weight, bias)) {
        new RoundedSums(sums, magnitudes, terms).assertHolds(linear.forward(x, Fusion.NONE));
        new RoundedSums(sums.add(residual), magnitudes.add(residual.abs()), terms + 1)
            .assertHolds(linear.forwardAdd(x, residual));
      }
    }
  }

  private static Tensor rounded(Tensor x) {
    return x.to(torch.ScalarType.BFloat16);
  }

  private static Tensor exact(Tensor x) {
    return x.to(torch.ScalarType.Double);
  }

  private static void assertClose(String what, Tensor actual, Tensor expected, double bound) {
    Tolerance.assertClose(what, Tensors.floats(actual), Tensors.floats(expected), bound);
  }
}
