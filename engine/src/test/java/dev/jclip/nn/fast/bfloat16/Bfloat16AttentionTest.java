package dev.jclip.nn.fast.bfloat16;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.nn.fast.block.PackedAttention;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.onednn.Fusion;
import dev.jclip.tensor.onednn.PackedLinear;
import dev.jclip.tensor.start.Kernel;
import dev.jclip.tensor.start.Tries;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tries(Kernel.BFLOAT16_TILES)
class Bfloat16AttentionTest {
  /** What rounding of weights and values, which are not above 4, to 8 bits can sum up to. */
  private static final float BOUND = 4f / (1 << 8);

  @BeforeAll
  static void repeats() {
    torch.manual_seed(1);
  }

  /** Queries and keys whose products are spread like those of trained models. */
  private static Tensor projected(long batch, long tokens, long heads, long depth) {
    Tensor x =
        torch
            .randn(batch, tokens, 3 * heads * depth)
            .clamp_min(new Scalar(-4))
            .clamp_max(new Scalar(4));
    x.narrow(2, 0, heads * depth).mul_(new Scalar(3 / Math.sqrt((double) depth)));
    return x.to(torch.ScalarType.BFloat16);
  }

  private static Tensor exact(Tensor projected, int heads) {
    Tensor single = projected.to(torch.ScalarType.Float);
    return new PackedAttention(heads).forward(single, Optional.empty()).contiguous();
  }

  private static float greatest(Tensor x) {
    return Tensors.floats(x.abs().max())[0];
  }

  @ParameterizedTest
  @CsvSource({
    "1, 32, 1, 64",
    "3, 33, 4, 8",
    "4, 50, 12, 64",
    "2, 77, 14, 80",
    "1, 197, 3, 64",
    "2, 257, 16, 88"
  })
  void isTheAttentionOfFloat32ButForRounding(int batch, int tokens, int heads, int depth) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor projected = projected(batch, tokens, heads, depth);
      Tensor attended = new Bfloat16Attention(heads).forward(projected);
      Tensor expected = exact(projected, heads);
      assertThat(Tensors.shape(attended)).isEqualTo(Tensors.shape(expected));
      assertThat(greatest(attended.sub(expected))).isLessThan(BOUND);
    }
  }

  @Test
  void tokensWhoseLogitsAreFarBelowOthersAttendAsWell() {
    int heads = 4;
    long depth = 16;
    try (TensorScope _ = TensorScope.inference()) {
      Tensor projected = projected(2, 40, heads, depth);
      Tensor keys = projected.narrow(2, heads * depth, heads * depth);
      keys.select(2, 0).fill_(new Scalar(30));
      projected.select(1, 5).select(0, 1).narrow(0, 0, 1).fill_(new Scalar(-10));
      Tensor attended = new Bfloat16Attention(heads).forward(projected);
      assertThat(greatest(attended.sub(exact(projected, heads)))).isLessThan(BOUND);
    }
  }

  @Test
  void aSequenceDoesNotDependOnItsCompany() {
    int heads = 6;
    try (TensorScope _ = TensorScope.inference()) {
      var attention = new Bfloat16Attention(heads);
      Tensor projected = projected(9, 50, heads, 32);
      projected.select(0, 3).mul_(new Scalar(20));
      float[] all = Tensors.floats(attention.forward(projected).select(0, 4));
      Tensor alone = projected.narrow(0, 4, 1).contiguous();
      assertThat(all).isEqualTo(Tensors.floats(attention.forward(alone)));
    }
  }

  @Test
  void aNumberThatIsNoneSpoilsItsSequenceAndNoOther() {
    int heads = 4;
    try (TensorScope _ = TensorScope.inference()) {
      Tensor projected = projected(3, 50, heads, 16);
      projected.select(0, 1).select(0, 7).select(0, heads * 16L).fill_(new Scalar(Double.NaN));
      Tensor attended = new Bfloat16Attention(heads).forward(projected);
      Tensor spoiled = attended.select(0, 1).narrow(1, 0, 16);
      assertThat(Tensors.floats(spoiled)).containsOnly(Float.NaN);
      assertThat(Tensors.floats(attended.select(0, 0))).doesNotContain(Float.NaN);
      assertThat(Tensors.floats(attended.select(0, 2))).doesNotContain(Float.NaN);
    }
  }

  /** The matrix unit of a processor has a state. */
  @Test
  void leavesTheThreadsOtherProductsAsTheyWere() {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor x = torch.randn(40, 96).to(torch.ScalarType.BFloat16);
      Tensor weight = torch.randn(80, 96).to(torch.ScalarType.BFloat16);
      Tensor bias = torch.zeros(80).to(torch.ScalarType.BFloat16);
      try (var linear = new PackedLinear(weight, bias)) {
        float[] before = Tensors.floats(linear.forward(x, Fusion.NONE));
        new Bfloat16Attention(4).forward(projected(3, 50, 4, 64));
        assertThat(Tensors.floats(linear.forward(x, Fusion.NONE))).isEqualTo(before);
      }
    }
  }
}
