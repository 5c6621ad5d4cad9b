package dev.jclip.model.coca;

import dev.jclip.nn.Attention;
import dev.jclip.nn.AttentionWeights;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.LinearLayers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * A pre-norm block whose attention's memory is its caller's: tokens before it in a cache, or those
 * of an image.
 */
final class CaptionBlock {
  private final LayerNorm ln1;
  private final Attention attention;
  private final UnaryOperator<Tensor> ls1;
  private final LayerNorm ln2;
  private final UnaryOperator<Tensor> mlp;
  private final UnaryOperator<Tensor> ls2;

  private CaptionBlock(
      Parameters parameters,
      ResidualAttentionBlock.Shape shape,
      LinearLayers layers,
      AttentionMaker attentions) {
    long width = shape.width();
    ln1 = new LayerNorm(parameters.at("ln_1"), width, shape.layerNormEps());
    attention =
        attentions.make(
            parameters.at("attn"), AttentionWeights.multiHead(width, width, shape.heads()));
    ls1 = layerScale(parameters.at("ls_1"), shape);
    ln2 = new LayerNorm(parameters.at("ln_2"), width, shape.layerNormEps());
    mlp = layers.mlp(parameters.at("mlp"), width, shape.mlpWidth(), shape.activation());
    ls2 = layerScale(parameters.at("ls_2"), shape);
  }

  /**
   * A block that attends to tokens before it, by the tensors of a {@link ResidualAttentionBlock}.
   */
  static CaptionBlock toCaption(
      Parameters parameters, ResidualAttentionBlock.Shape shape, LinearLayers layers) {
    return new CaptionBlock(parameters, shape, layers, layers::attention);
  }

  /** A block that attends to an image, by the tensors of a {@link ResidualAttentionBlock}. */
  static CaptionBlock toImage(
      Parameters parameters, ResidualAttentionBlock.Shape shape, LinearLayers layers) {
    return new CaptionBlock(parameters, shape, layers, layers::attentionToMany);
  }

  private interface AttentionMaker {
    Attention make(Parameters parameters, AttentionWeights.Reader reader);
  }

  private static UnaryOperator<Tensor> layerScale(
      Parameters parameters, ResidualAttentionBlock.Shape shape) {
    if (!shape.layerScale()) {
      return UnaryOperator.identity();
    }
    Tensor gamma = parameters.parameter("gamma", shape.width());
    return branch -> branch.mul(gamma);
  }

  /** What the tokens attend to. */
  interface Memory {
    /**
     * Lets tokens attend.
     *
     * @param x [B, N, D], normalised
     * @return [B, N, D]
     */
    Tensor attend(Attention attention, Tensor x);
  }

  /** The block's attention. */
  Attention attention() {
    return attention;
  }

  /**
   * Applies the block.
   *
   * @param x [B, N, D]
   * @return [B, N, D]
   */
  Tensor forward(Tensor x, Memory memory) {
    Tensor attended = x.add(ls1.apply(memory.attend(attention, ln1.forward(x))));
    return attended.add(ls2.apply(mlp.apply(ln2.forward(attended))));
  }
}
