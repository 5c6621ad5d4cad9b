package dev.jclip.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Makes the parts in which a tower spends its time, in the form that suits its use: {@link
 * PlainLayers} for training and as the definition of the numbers, or packed ones for embedding. All
 * take and give float32 unless their weights say otherwise; but a map of features, which only
 * another convolution or bottleneck takes, may be in what it was computed in.
 */
public interface Layers {
  /**
   * The patches of an image as tokens, [B, 3, H, W] to [B, G², D], by {@code weight} [D, 3, P, P].
   */
  UnaryOperator<Tensor> patchEmbedding(Parameters parameters, long width, long patchSize);

  /** The step into the shared space: {@code x @ matrix} by the tensor of a name, [in, out]. */
  UnaryOperator<Tensor> projection(Parameters parameters, String name, long in, long out);

  /**
   * A linear layer, [B, N, in] to [B, N, out].
   *
   * @param parameters the tensors below the layer's prefix
   */
  UnaryOperator<Tensor> linear(Parameters parameters, long in, long out);

  /** A stack of residual attention blocks, {@code resblocks.0} and so on. */
  Transformer transformer(Parameters parameters, int layers, ResidualAttentionBlock.Shape shape);

  /**
   * An attention of a model's own, with whatever memory it has.
   *
   * @param parameters the tensors below the attention's prefix
   * @param reader how they are read
   */
  Attention attention(Parameters parameters, AttentionWeights.Reader reader);

  /**
   * A convolution, its batch normalisation and a ReLU: [B, in, H, W] to [B, out, H / stride, W /
   * stride], by the kernel [out, in, side, side] of {@code conv} and the tensors of {@code norm}.
   */
  UnaryOperator<Tensor> convNormRelu(
      Parameters conv, Parameters norm, long in, long out, long side, long stride);

  /** A {@link Bottleneck}: [B, in, H, W] to [B, 4 planes, H / stride, W / stride]. */
  UnaryOperator<Tensor> bottleneck(Parameters parameters, long in, long planes, long stride);
}
