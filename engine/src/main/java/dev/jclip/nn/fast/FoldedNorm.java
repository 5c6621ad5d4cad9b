package dev.jclip.nn.fast;

import dev.jclip.nn.ConvNorm;
import dev.jclip.nn.Parameters;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A batch normalisation with fixed statistics (arXiv 1502.03167, section 3.1) as a gain and a shift
 * of each channel.
 *
 * @param gain [C]
 * @param shift [C]
 */
record FoldedNorm(Tensor gain, Tensor shift) {
  static FoldedNorm of(Parameters norm, long channels) {
    Tensor variance = norm.buffer("running_var", channels).to(torch.ScalarType.Double);
    Tensor mean = norm.buffer("running_mean", channels).to(torch.ScalarType.Double);
    Tensor gain =
        norm.copy("weight", channels)
            .to(torch.ScalarType.Double)
            .div(variance.add(new Scalar(ConvNorm.EPSILON)).sqrt());
    Tensor shift = norm.copy("bias", channels).sub(mean.mul(gain));
    return new FoldedNorm(gain, shift.to(torch.ScalarType.Float));
  }

  /** A kernel [C, in, side, side] whose results have the gain. */
  Tensor scaled(Tensor kernel) {
    return kernel.mul(gain.view(-1, 1, 1, 1)).to(torch.ScalarType.Float);
  }
}
