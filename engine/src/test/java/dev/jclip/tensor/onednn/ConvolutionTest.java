package dev.jclip.tensor.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.OwnProcess;
import dev.jclip.tensor.start.Tries;
import dev.jclip.testkit.Tolerance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In float64, which oneDNN does not have, the engine's function is the reference. */
@Tries(Kernel.FLOAT32_OPERATORS)
class ConvolutionTest {
  private static final double BOUND = 1e-6;

  private static final long[] NO_DILATION = {1, 1};

  @BeforeAll
  static void repeats() {
    torch.manual_seed(1);
  }

  @ParameterizedTest
  @CsvSource({"3, 40, 2", "40, 40, 1", "40, 80, 1", "24, 33, 1", "64, 64, 1"})
  void itsGradientsAreThoseOfTheConvolution(long in, long out, long stride) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor x = torch.randn(2, in, 28, 28).contiguous(torch.MemoryFormat.ChannelsLast);
      Tensor kernel = torch.randn(out, in, 3, 3);
      Tensor exactX = exact(x).requires_grad_(true);
      Tensor exactKernel = exact(kernel).requires_grad_(true);
      long[] one = {1, 1};
      long[] strides = {stride, stride};
      backward(torch.conv2d(exactX, exactKernel, Tensors.absent(), strides, one, one, 1));
      backward(
          new Convolution(in, out, 3, stride)
              .forward(x.requires_grad_(true), kernel.requires_grad_(true)));
      assertClose("of images", x.grad(), exactX.grad());
      assertClose("of the kernel", kernel.grad(), exactKernel.grad());
    }
  }

  private static void backward(Tensor y) {
    y.mul(y).sum().backward();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 40, 3, 2",
    "40, 40, 3, 1",
    "40, 80, 3, 1",
    "24, 24, 3, 1",
    "80, 33, 1, 2",
    "3, 20, 3, 2",
    "7, 5, 3, 1",
    "64, 64, 3, 1",
    "48, 96, 3, 1"
  })
  void isTheConvolutionWhateverTheNumbersOfChannels(long in, long out, long side, long stride) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = torch.randn(2, in, 28, 28).contiguous(torch.MemoryFormat.ChannelsLast);
      Tensor kernel = torch.randn(out, in, side, side);
      Tensor bias = torch.randn(out);
      Tensor expected = exactlyConvolved(x, kernel, stride);
      assertClose("plain", new Convolution(in, out, side, stride).forward(x, kernel), expected);
      try (var packed = new PackedConvolution(kernel, bias, stride)) {
        Tensor gated = torch.relu(expected.add(column(bias)));
        assertClose("packed", packed.forwardRelu(x), gated);
      }
    }
  }

  /** Where bfloat16's layout would be wrong, or is not asked for, float32 stands in. */
  @ParameterizedTest
  @CsvSource({
    "3, 32, 3, 2",
    "32, 64, 3, 1",
    "64, 64, 3, 1",
    "128, 128, 3, 1",
    "40, 40, 3, 1",
    "48, 48, 3, 1"
  })
  @Tries(value = Kernel.BFLOAT16_OPERATORS, hasStandIn = true)
  void inBfloat16OnlyTheResultIsRounded(long in, long out, long side, long stride) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = rounded(torch.randn(2, in, 28, 28).contiguous(torch.MemoryFormat.ChannelsLast));
      Tensor kernel = rounded(torch.randn(out, in, side, side));
      Tensor bias = rounded(torch.randn(out));
      Tensor expected = exactlyConvolved(x, kernel, stride).add(column(bias));
      Tensor magnitudes = exactlyConvolved(x.abs(), kernel.abs(), stride).add(column(bias.abs()));
      try (var packed = new PackedConvolution(kernel, bias, stride)) {
        long terms = in * side * side + 1; // and the bias
        new RoundedSums(expected, magnitudes, terms).assertHoldsCutAtZero(packed.forwardRelu(x));
      }
    }
  }

  private static Tensor column(Tensor bias) {
    return exact(bias).view(-1, 1, 1);
  }

  private static Tensor rounded(Tensor x) {
    return x.to(torch.ScalarType.BFloat16);
  }

  /** A fault here ends a process. */
  @Test
  void threadsMeetNewSizesAtTheSameTime() throws IOException {
    byte[] printed = OwnProcess.start(ConvolutionsMain.class).getInputStream().readAllBytes();
    assertThat(new String(printed, StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("done");
  }

  private static Tensor exactlyConvolved(Tensor x, Tensor kernel, long stride) {
    long[] padding = {kernel.size(2) / 2, kernel.size(2) / 2};
    long[] strides = {stride, stride};
    return torch.conv2d(
        exact(x), exact(kernel), Tensors.absent(), strides, padding, NO_DILATION, 1);
  }

  private static Tensor exact(Tensor x) {
    return x.to(torch.ScalarType.Double);
  }

  private static void assertClose(String what, Tensor actual, Tensor expected) {
    Tolerance.assertClose(what, Tensors.floats(actual), Tensors.floats(expected), BOUND);
  }
}
