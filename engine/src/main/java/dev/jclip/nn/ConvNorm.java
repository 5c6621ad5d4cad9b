package dev.jclip.nn;

import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.onednn.Convolution;
import dev.jclip.tensor.onednn.OneDnn;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution without a bias and the batch normalisation behind it (arXiv 1502.03167), with its
 * running statistics.
 */
public final class ConvNorm {
  /** Added to variances before they are divided by. */
  public static final double EPSILON = 1e-5;

  private static final double MOMENTUM = 0.1;

  private final Tensor kernel;
  private final Tensor weight;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVar;
  private final NormStatistics statistics;
  private final Convolution convolution;
  private final boolean isPointwise;

  /**
   * Takes the kernel [out, in, side, side] of {@code conv} and the tensors of {@code norm}, each
   * [out].
   */
  public ConvNorm(Parameters conv, Parameters norm, long in, long out, long side, long stride) {
    kernel = conv.parameter("weight", out, in, side, side);
    weight = norm.parameter("weight", out);
    bias = norm.parameter("bias", out);
    runningMean = norm.buffer("running_mean", out);
    runningVar = norm.buffer("running_var", out);
    statistics = norm.statistics("running_mean");
    convolution = new Convolution(in, out, side, stride);
    isPointwise = side == 1 && stride == 1;
  }

  /**
   * Applies both. Of bfloat16 only the products of 1 x 1 convolutions are taken as they are; the
   * rest is done in float32, since this engine's other convolutions in bfloat16 end the process for
   * some shapes on some processors, and its batch norm can give NaN.
   *
   * @param x [B, in, H, W], channels last in memory
   * @return [B, out, H / stride, W / stride]
   */
  public Tensor forward(Tensor x) {
    torch.ScalarType exact = torch.promote_types(x.scalar_type(), torch.ScalarType.Float);
    Tensor convolved =
        isPointwise ? pointwise(x).to(exact) : convolution.forward(x.to(exact), kernel.to(exact));
    boolean useBatchStatistics = statistics == NormStatistics.BATCH;
    boolean useCudnn = x.is_cuda();
    Tensor normalised =
        torch.batch_norm(
            convolved,
            Tensors.present(weight),
            Tensors.present(bias),
            Tensors.present(runningMean),
            Tensors.present(runningVar),
            useBatchStatistics,
            MOMENTUM,
            EPSILON,
            useCudnn);
    return normalised.to(x.scalar_type());
  }

  private Tensor pointwise(Tensor x) {
    Tensor cells = x.permute(0, 2, 3, 1); // [B, H, W, in]
    return OneDnn.linear(cells, kernel.flatten(1, 3)).permute(0, 3, 1, 2);
  }
}
