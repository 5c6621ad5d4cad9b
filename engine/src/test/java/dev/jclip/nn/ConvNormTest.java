package dev.jclip.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernels")
class ConvNormTest {
  private static final int CHANNELS = 6;

  /** Rounded are what comes in and what goes out, and nothing between. */
  @Test
  void convolutionsOfBfloat16AreThoseOfFloat32() {
    var random = new Random(20261125);
    try (TensorScope _ = TensorScope.inference();
        Weights weights = weights(random)) {
      var layer = new ConvNorm(weights.at("conv"), weights.at("bn"), CHANNELS, CHANNELS, 3, 1);
      Tensor x =
          Tensors.of(RandomParameters.values(random, 2 * CHANNELS * 25), 2, CHANNELS, 5, 5)
              .contiguous(torch.MemoryFormat.ChannelsLast)
              .to(torch.ScalarType.BFloat16);
      Tensor rounded = layer.forward(x);
      Tensor exact = layer.forward(x.to(torch.ScalarType.Float));
      assertThat(rounded.scalar_type().intern()).isEqualTo(torch.ScalarType.BFloat16);
      assertThat(Tensors.floats(rounded.to(torch.ScalarType.Float)))
          .isEqualTo(
              Tensors.floats(exact.to(torch.ScalarType.BFloat16).to(torch.ScalarType.Float)));
    }
  }

  private static Weights weights(Random random) {
    var weights = new Weights();
    float[] kernel = RandomParameters.values(random, CHANNELS * CHANNELS * 9);
    weights.add("conv.weight", Tensors.of(kernel, CHANNELS, CHANNELS, 3, 3));
    for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
      float[] values = RandomParameters.values(random, CHANNELS);
      weights.add("bn." + name, Tensors.of(values, CHANNELS).abs());
    }
    return weights;
  }
}
