package dev.jclip.nn.packed;

import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The linear layers of a {@link ResidualAttentionBlock}, with the scale of the queries and the
 * gains of the branches folded in. Lent: valid in the scope that reads them.
 */
record BlockWeights(Affine inProj, Affine outProj, Affine cFc, Affine cProj) {
  /**
   * {@code x @ weight^T + bias}.
   *
   * @param weight [out, in]
   * @param bias [out]
   */
  record Affine(Tensor weight, Tensor bias) {
    static Affine of(Parameters parameters, long in, long out) {
      return new Affine(parameters.loan("weight", out, in), parameters.loan("bias", out));
    }

    /** This layer, and each output times a gain. */
    Affine times(Tensor gain) {
      return new Affine(weight.mul(gain.unsqueeze(1)), bias.mul(gain));
    }

    /** This layer of {@code x / divisor}. */
    Affine ofInputsTimes(double divisor) {
      return new Affine(weight.div(new Scalar(divisor)), bias);
    }
  }

  static BlockWeights of(Parameters parameters, ResidualAttentionBlock.Shape shape) {
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
    Tensor weight = attn.loan("in_proj_weight", 3 * width, width);
    Tensor bias = attn.loan("in_proj_bias", 3 * width);
    Tensor scales = torch.ones(3 * width);
    double scale = 1 / Math.sqrt((double) width / shape.heads());
    scales.narrow(0, 0, width).fill_(new Scalar(scale));
    return new Affine(weight, bias).times(scales);
  }

  private static Affine scaled(Affine branch, Parameters gain, ResidualAttentionBlock.Shape shape) {
    return shape.layerScale() ? branch.times(gain.loan("gamma", shape.width())) : branch;
  }
}
