package dev.jclip.nn.fast.block;

import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The linear layers of a {@link ResidualAttentionBlock}, with the scale of the queries and the
 * gains of the branches folded in. Copies, valid in the scope that reads them.
 */
public record BlockWeights(Affine inProj, Affine outProj, Affine cFc, Affine cProj) {
  /**
   * {@code x @ weight^T + bias}.
   *
   * @param weight [out, in]
   * @param bias [out]
   */
  public record Affine(Tensor weight, Tensor bias) {
    public static Affine of(Parameters parameters, long in, long out) {
      return new Affine(parameters.copy("weight", out, in), parameters.copy("bias", out));
    }

    /** Makes each output its product with a gain. */
    Affine multiply(Tensor gain) {
      weight.mul_(gain.unsqueeze(1));
      bias.mul_(gain);
      return this;
    }

    /** Makes it the layer of {@code x / divisor}. */
    Affine divideInputs(double divisor) {
      weight.div_(new Scalar(divisor));
      return this;
    }
  }

  public static BlockWeights of(Parameters parameters, ResidualAttentionBlock.Shape shape) {
    long width = shape.width();
    long hidden = shape.mlpWidth();
    Affine outProj = Affine.of(parameters.at("attn.out_proj"), width, width);
    Affine cProj = Affine.of(parameters.at("mlp.c_proj"), hidden, width);
    return new BlockWeights(
        inProj(parameters.at("attn"), shape),
        scaled(outProj, parameters.at("ls_1"), shape),
        Affine.of(parameters.at("mlp.c_fc"), width, hidden),
        scaled(cProj, parameters.at("ls_2"), shape));
  }

  /** Queries are scaled by their weights, so that the attention need not do it. */
  private static Affine inProj(Parameters attn, ResidualAttentionBlock.Shape shape) {
    long width = shape.width();
    Tensor weight = attn.copy("in_proj_weight", 3 * width, width);
    Tensor bias = attn.copy("in_proj_bias", 3 * width);
    var scale = new Scalar(1 / Math.sqrt((double) width / shape.heads()));
    weight.narrow(0, 0, width).mul_(scale);
    bias.narrow(0, 0, width).mul_(scale);
    return new Affine(weight, bias);
  }

  private static Affine scaled(Affine branch, Parameters gain, ResidualAttentionBlock.Shape shape) {
    return shape.layerScale() ? branch.multiply(gain.copy("gamma", shape.width())) : branch;
  }
}
