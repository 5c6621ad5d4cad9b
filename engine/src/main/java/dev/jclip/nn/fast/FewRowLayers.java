package dev.jclip.nn.fast;

import dev.jclip.nn.Attention;
import dev.jclip.nn.AttentionWeights;
import dev.jclip.nn.LinearLayers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.fast.block.BlockWeights;
import dev.jclip.nn.fast.block.PackedWeights;
import dev.jclip.nn.fast.int8.FewRowLinear;
import dev.jclip.nn.fast.int8.FewRowProjection;
import dev.jclip.tensor.TensorScope;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Layers for a few rows at a time, whose weights are 8-bit integers.
 *
 * @param weights owns what is packed
 */
record FewRowLayers(PackedWeights weights) implements LinearLayers {
  @Override
  public UnaryOperator<Tensor> projection(Parameters parameters, String name, long in, long out) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor weight = parameters.copy(name, in, out).t();
      return weights.own(new FewRowProjection(weight), FewRowProjection::close)::forward;
    }
  }

  @Override
  public UnaryOperator<Tensor> linear(Parameters parameters, long in, long out) {
    try (TensorScope _ = TensorScope.inference()) {
      var layer = BlockWeights.Affine.of(parameters, in, out);
      return linear(layer.weight(), layer.bias());
    }
  }

  @Override
  public Attention attention(Parameters parameters, AttentionWeights.Reader reader) {
    return FastAttention.of(parameters, reader, this::linear);
  }

  private UnaryOperator<Tensor> linear(Tensor weight, Tensor bias) {
    return weights.own(new FewRowLinear(weight, bias), FewRowLinear::close)::forward;
  }
}
