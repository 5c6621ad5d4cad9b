package dev.jclip.nn.fast.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.config.Activation;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class BlockWeightsTest {
  private static final int WIDTH = 8;
  private static final int HIDDEN = 12;
  private static final ResidualAttentionBlock.Shape SHAPE =
      new ResidualAttentionBlock.Shape(WIDTH, 2, HIDDEN, Activation.QUICK_GELU, true, 1e-5);

  private static Weights weights() {
    var weights = new Weights();
    weights.add("attn.in_proj_weight", torch.randn(3 * WIDTH, WIDTH));
    weights.add("attn.in_proj_bias", torch.randn(3 * WIDTH));
    weights.add("attn.out_proj.weight", torch.randn(WIDTH, WIDTH));
    weights.add("attn.out_proj.bias", torch.randn(WIDTH));
    weights.add("mlp.c_fc.weight", torch.randn(HIDDEN, WIDTH));
    weights.add("mlp.c_fc.bias", torch.randn(HIDDEN));
    weights.add("mlp.c_proj.weight", torch.randn(WIDTH, HIDDEN));
    weights.add("mlp.c_proj.bias", torch.randn(WIDTH));
    weights.add("ls_1.gamma", torch.randn(WIDTH));
    weights.add("ls_2.gamma", torch.randn(WIDTH));
    return weights;
  }

  @Test
  void gainsAreFoldedIntoCopies() {
    try (TensorScope _ = TensorScope.inference();
        Weights weights = weights()) {
      BlockWeights first = BlockWeights.of(weights, SHAPE);
      first.cFc().multiply(torch.full(new long[] {1}, new Scalar(2)));
      BlockWeights second = BlockWeights.of(weights, SHAPE);
      assertSame(first.inProj(), second.inProj());
      assertSame(first.outProj(), second.outProj());
      assertSame(first.cProj(), second.cProj());
      float[] plain = Tensors.floats(weights.parameter("mlp.c_fc.weight", HIDDEN, WIDTH));
      assertThat(Tensors.floats(second.cFc().weight())).isEqualTo(plain);
      assertThat(Tensors.floats(first.cFc().weight())[3]).isEqualTo(2 * plain[3]);
    }
  }

  @Test
  void queriesAloneHaveTheScaleOfTheirHeads() {
    try (TensorScope _ = TensorScope.inference();
        Weights weights = weights()) {
      BlockWeights.Affine inProj = BlockWeights.of(weights, SHAPE).inProj();
      Tensor plain = weights.parameter("attn.in_proj_bias", 3 * WIDTH);
      float[] expected = Tensors.floats(plain);
      for (int i = 0; i < WIDTH; i++) {
        expected[i] *= 0.5f; // heads of 4
      }
      assertThat(Tensors.floats(inProj.bias())).isEqualTo(expected);
    }
  }

  private static void assertSame(BlockWeights.Affine actual, BlockWeights.Affine expected) {
    assertThat(Tensors.floats(actual.weight())).isEqualTo(Tensors.floats(expected.weight()));
    assertThat(Tensors.floats(actual.bias())).isEqualTo(Tensors.floats(expected.bias()));
  }
}
