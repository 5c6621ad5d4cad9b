package dev.jclip.nn;

import dev.jclip.config.Activation;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** A pre-norm Transformer block: attention, then a perceptron, each added to what came in. */
public final class ResidualAttentionBlock {
  private final LayerNorm ln1;
  private final Attention attn;
  private final UnaryOperator<Tensor> ls1;
  private final LayerNorm ln2;
  private final Mlp mlp;
  private final UnaryOperator<Tensor> ls2;

  ResidualAttentionBlock(Parameters parameters, Shape shape) {
    ln1 = new LayerNorm(parameters.at("ln_1"), shape.width(), shape.layerNormEps());
    attn =
        Attention.of(
            AttentionWeights.multiHead(shape.width(), shape.width(), shape.heads())
                .read(parameters.at("attn")));
    ls1 = layerScale(parameters.at("ls_1"), shape);
    ln2 = new LayerNorm(parameters.at("ln_2"), shape.width(), shape.layerNormEps());
    mlp = new Mlp(parameters.at("mlp"), shape.width(), shape.mlpWidth(), shape.activation());
    ls2 = layerScale(parameters.at("ls_2"), shape);
  }

  /**
   * What all blocks of a tower have in common.
   *
   * @param width channels D
   * @param heads attention heads
   * @param mlpWidth hidden channels of the perceptron
   * @param activation the perceptron's non-linearity
   * @param layerScale whether each branch has a learned gain per channel (arXiv 2103.17239)
   * @param layerNormEps epsilon of the LayerNorms
   */
  public record Shape(
      int width,
      int heads,
      int mlpWidth,
      Activation activation,
      boolean layerScale,
      double layerNormEps) {}

  private static UnaryOperator<Tensor> layerScale(Parameters parameters, Shape shape) {
    if (!shape.layerScale()) {
      return UnaryOperator.identity();
    }
    Tensor gamma = parameters.parameter("gamma", shape.width());
    return branch -> branch.mul(gamma);
  }

  /**
   * Applies the block.
   *
   * @param x [B, N, D]
   * @return [B, N, D]
   */
  public Tensor forward(Tensor x, AttentionMask mask) {
    Tensor attended = x.add(ls1.apply(attn.forward(ln1.forward(x), mask)));
    return attended.add(ls2.apply(mlp.forward(ln2.forward(attended))));
  }
}
