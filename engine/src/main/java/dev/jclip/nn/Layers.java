package dev.jclip.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Makes the parts in which a tower spends its time, in the form that suits its use: {@link
 * PlainLayers} for training and as the definition of the numbers, or packed ones for embedding. All
 * take and give float32 unless their weights say otherwise; but a map of features, which only
 * another convolution or bottleneck takes, may be in what it was computed in.
 */
public interface Layers extends LinearLayers {
  /**
   * The patches of an image as tokens, [B, 3, H, W] to [B, G², D], by {@code weight} [D, 3, P, P].
   */
  UnaryOperator<Tensor> patchEmbedding(Parameters parameters, long width, long patchSize);

  /** A stack of residual attention blocks, {@code resblocks.0} and so on. */
  Transformer transformer(Parameters parameters, int layers, ResidualAttentionBlock.Shape shape);

  /**
   * A convolution, its batch normalisation and a ReLU: [B, in, H, W] to [B, out, H / stride, W /
   * stride], by the kernel [out, in, side, side] of {@code conv} and the tensors of {@code norm}.
   */
  UnaryOperator<Tensor> convNormRelu(
      Parameters conv, Parameters norm, long in, long out, long side, long stride);

  /** A {@link Bottleneck}: [B, in, H, W] to [B, 4 planes, H / stride, W / stride]. */
  UnaryOperator<Tensor> bottleneck(Parameters parameters, long in, long planes, long stride);

  /** Those for a model that computes a few rows at a time, such as a token of each text. */
  default LinearLayers ofFewRows() {
    return this;
  }
}
