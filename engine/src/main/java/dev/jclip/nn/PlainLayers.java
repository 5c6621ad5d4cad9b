package dev.jclip.nn;

import dev.jclip.tensor.onednn.OneDnn;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Layers that compute with a model's tensors as they are, and have gradients. */
public final class PlainLayers implements Layers {
  @Override
  public UnaryOperator<Tensor> patchEmbedding(Parameters parameters, long width, long patchSize) {
    Tensor kernel = parameters.parameter("weight", width, 3, patchSize, patchSize);
    return new PatchEmbedding(x -> OneDnn.linear(x, kernel.flatten(1, 3)), patchSize)::forward;
  }

  @Override
  public UnaryOperator<Tensor> projection(Parameters parameters, String name, long in, long out) {
    Tensor matrix = parameters.parameter(name, in, out);
    return x -> x.matmul(matrix);
  }

  @Override
  public UnaryOperator<Tensor> linear(Parameters parameters, long in, long out) {
    return new Linear(parameters, in, out)::forward;
  }

  @Override
  public Transformer transformer(
      Parameters parameters, int layers, ResidualAttentionBlock.Shape shape) {
    return new PlainTransformer(parameters, layers, shape);
  }

  @Override
  public Attention attention(Parameters parameters, AttentionWeights.Reader reader) {
    return Attention.of(reader.read(parameters));
  }

  @Override
  public UnaryOperator<Tensor> convNormRelu(
      Parameters conv, Parameters norm, long in, long out, long side, long stride) {
    var convNorm = new ConvNorm(conv, norm, in, out, side, stride);
    return x -> torch.relu(convNorm.forward(x));
  }

  @Override
  public UnaryOperator<Tensor> bottleneck(
      Parameters parameters, long in, long planes, long stride) {
    return new Bottleneck(parameters, in, planes, stride)::forward;
  }
}
