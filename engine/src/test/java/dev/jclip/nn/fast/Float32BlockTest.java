package dev.jclip.nn.fast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.Activation;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.RandomParameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.fast.block.PackedBlock;
import dev.jclip.nn.fast.block.PackedWeights;
import dev.jclip.nn.fast.float32.Float32Block;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.Tries;
import dev.jclip.testkit.Tolerance;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The block of oneDNN's operators is the reference. */
@Tries({Kernel.FLOAT32_BLOCKS, Kernel.TRANSPOSITIONS})
class Float32BlockTest {
  private static final double BOUND = 1e-5;
  private static final double EPSILON = 1e-5;
  private static final long SEED = Long.getLong("jclip.fuzz.seed", 20261128L);

  @BeforeAll
  static void repeats() {
    torch.manual_seed(1);
  }

  private static ResidualAttentionBlock.Shape shape(int heads, int depth, int hidden) {
    return new ResidualAttentionBlock.Shape(
        heads * depth, heads, hidden, Activation.QUICK_GELU, true, EPSILON);
  }

  private static Optional<Tensor> mask(String kind, long batch, long tokens) {
    var options = new TensorOptions(torch.ScalarType.Float);
    return switch (kind) {
      case "none" -> Optional.empty();
      case "causal" -> AttentionMask.ofCausal().logits(tokens, options);
      case "own" -> {
        Tensor hidden = torch.rand(batch, 1, tokens, tokens).lt(new Scalar(0.3));
        hidden.diagonal(0, 2, 3).fill_(new Scalar(0));
        Tensor logits = torch.zeros(batch, 1, tokens, tokens);
        yield Optional.of(logits.masked_fill(hidden, new Scalar(Double.NEGATIVE_INFINITY)));
      }
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static void assertEqualForms(
      ResidualAttentionBlock.Shape shape, Tensor x, Optional<Tensor> mask) {
    var parameters = new RandomParameters(new Random(SEED));
    try (var packed = new PackedWeights()) {
      var block = new Float32Block(parameters, shape, packed);
      var reference = new PackedBlock(parameters, shape, torch.ScalarType.Float, packed);
      Tensor positions = torch.randint(x.size(1), new long[] {x.size(0)});
      Tensor at = positions.to(torch.ScalarType.Long);
      assertClose("block", block.forward(x, mask), reference.forward(x, mask));
      assertClose("token", block.forwardAt(x, mask, at), reference.forwardAt(x, mask, at));
    }
  }

  private static void assertClose(String what, Tensor actual, Tensor expected) {
    assertThat(Tensors.shape(actual)).isEqualTo(Tensors.shape(expected));
    Tolerance.assertClose(what, Tensors.floats(actual), Tensors.floats(expected), BOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 1, none",
    "1, 50, 12, 64, 3072, none",
    "3, 50, 3, 20, 33, none",
    "9, 50, 2, 7, 31, none",
    "40, 17, 2, 16, 65, causal",
    "1, 77, 8, 64, 96, causal",
    "5, 13, 3, 9, 40, own",
    "2, 260, 2, 8, 64, own",
    "1, 577, 1, 88, 64, none"
  })
  void isTheBlockOfTheEnginesOperators(
      int batch, int tokens, int heads, int depth, int hidden, String mask) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = torch.randn(batch, tokens, (long) heads * depth);
      assertEqualForms(shape(heads, depth, hidden), x, mask(mask, batch, tokens));
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void eachActivationIsTheEngines(Activation activation) {
    try (TensorScope _ = TensorScope.inference()) {
      var shape = new ResidualAttentionBlock.Shape(64, 4, 256, activation, false, EPSILON);
      assertEqualForms(shape, torch.randn(2, 50, 64).mul(new Scalar(3)), Optional.empty());
    }
  }

  @Test
  void takesWhatIsNotContiguous() {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = torch.randn(20, 3, 32).transpose(0, 1);
      assertEqualForms(shape(2, 16, 64), x, Optional.empty());
    }
  }

  @Test
  void aSequenceDoesNotDependOnItsCompany() {
    try (TensorScope _ = TensorScope.inference();
        var packed = new PackedWeights()) {
      var parameters = new RandomParameters(new Random(SEED));
      var block = new Float32Block(parameters, shape(3, 32, 128), packed);
      Tensor x = torch.randn(9, 50, 96);
      x.select(0, 3).fill_(new Scalar(Double.NaN));
      Tensor all = block.forward(x, Optional.empty());
      Tensor alone = block.forward(x.narrow(0, 4, 1), Optional.empty());
      assertClose("company", all.narrow(0, 4, 1), alone);
      assertThat(Tensors.floats(all.select(0, 3))).containsOnly(Float.NaN);
    }
  }
}
