package dev.jclip.nn.fast;

import dev.jclip.config.Activation;
import dev.jclip.nn.Attention;
import dev.jclip.nn.AttentionWeights;
import dev.jclip.nn.LinearLayers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.fast.block.BlockWeights;
import dev.jclip.nn.fast.block.PackedWeights;
import dev.jclip.nn.fast.float32.RationalGate;
import dev.jclip.nn.fast.int8.FewRowLinear;
import dev.jclip.nn.fast.int8.FewRowProjection;
import dev.jclip.nn.fast.rows.RowFunction;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.onednn.Fusion;
import dev.jclip.tensor.onednn.PackedLinear;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Layers for a few rows at a time, whose weights are 8-bit integers.
 *
 * @param weights owns what is packed
 */
record FewRowLayers(PackedWeights weights) implements LinearLayers {
  private static final RowFunction NOTHING = (_, _) -> {};

  @Override
  public UnaryOperator<Tensor> projection(Parameters parameters, String name, long in, long out) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor weight = parameters.copy(name, in, out).t();
      return weights.own(new FewRowProjection(weight), FewRowProjection::close)::forward;
    }
  }

  @Override
  public UnaryOperator<Tensor> linear(Parameters parameters, long in, long out) {
    return linear(parameters, in, out, NOTHING);
  }

  @Override
  public Attention attention(Parameters parameters, AttentionWeights.Reader reader) {
    return FastAttention.of(parameters, reader, this::linear, this::linear);
  }

  /** Keys and values are products of float32. */
  @Override
  public Attention attentionToMany(Parameters parameters, AttentionWeights.Reader reader) {
    return FastAttention.of(parameters, reader, this::linear, this::float32Linear);
  }

  private UnaryOperator<Tensor> float32Linear(Tensor weight, Tensor bias) {
    PackedLinear linear = weights.linear(weight, bias, torch.ScalarType.Float);
    return x -> linear.forward(x, Fusion.NONE);
  }

  private UnaryOperator<Tensor> linear(Tensor weight, Tensor bias) {
    return linear(weight, bias, NOTHING);
  }

  @Override
  public UnaryOperator<Tensor> mlp(
      Parameters parameters, long width, long hidden, Activation activation) {
    UnaryOperator<Tensor> in =
        linear(parameters.at("c_fc"), width, hidden, RationalGate.of(activation));
    UnaryOperator<Tensor> out = linear(parameters.at("c_proj"), hidden, width, NOTHING);
    return x -> out.apply(in.apply(x));
  }

  private UnaryOperator<Tensor> linear(Parameters parameters, long in, long out, RowFunction then) {
    try (TensorScope _ = TensorScope.inference()) {
      var layer = BlockWeights.Affine.of(parameters, in, out);
      return linear(layer.weight(), layer.bias(), then);
    }
  }

  private UnaryOperator<Tensor> linear(Tensor weight, Tensor bias, RowFunction then) {
    return weights.own(new FewRowLinear(weight, bias, then), FewRowLinear::close)::forward;
  }
}
