package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A convolution that keeps an image's size at a stride of 1, by oneDNN; where that goes wrong, by
 * libtorch's own products. Has gradients. Thread-safe.
 */
public final class Convolution {
  private static final long[] NO_DILATION = {1, 1};

  private final long[] size;
  private final long[] stride;
  private final long[] padding;
  private final Supplier<Boolean> exactness;
  private final AtomicReference<@Nullable Boolean> isExact = new AtomicReference<>();
  private final ConvolutionPlans plans = new ConvolutionPlans();

  /** A convolution by kernels [out, in, side, side]. */
  public Convolution(long in, long out, long side, long stride) {
    size = new long[] {side, side};
    this.stride = new long[] {stride, stride};
    padding = new long[] {side / 2, side / 2};
    exactness = () -> side > 1 && isExact(new long[] {out, in, side, side}, stride);
  }

  /**
   * Whether oneDNN lays kernels of a shape out as they are, as 3.7 does not always in float32. For
   * some of side 1 it ends the process.
   */
  private static boolean isExact(long[] shape, long stride) {
    try (TensorScope _ = TensorScope.inference()) {
      long count = shape[0] * shape[1] * shape[2] * shape[3];
      Tensor kernel = torch.linspace(new Scalar(0), new Scalar(1), count).view(shape);
      return pack(kernel, stride).isPresent();
    }
  }

  /** A kernel as oneDNN lays it out for this processor, unless it does so wrongly. */
  static Optional<Tensor> pack(Tensor kernel, long stride) {
    return ConvolutionPlans.alone(() -> Optional.of(layOut(kernel, stride)))
        .filter(packed -> packed.to_dense().equal(kernel));
  }

  private static Tensor layOut(Tensor kernel, long stride) {
    return Operators.call(
        Operators.PACK_CONVOLUTION,
        new IValueVector(
            new IValue(kernel),
            Operators.pair(kernel.size(2) / 2),
            Operators.pair(stride),
            Operators.pair(1),
            Operators.ONE_GROUP,
            new IValue()));
  }

  /** Whether it is by oneDNN; found out when it is first asked. */
  private boolean isExact() {
    Boolean known = isExact.get();
    if (known != null) {
      return known;
    }
    boolean found = exactness.get();
    isExact.set(found);
    return found;
  }

  /**
   * {@code x * kernel}.
   *
   * @param x [B, in, H, W]
   * @return [B, out, H / stride, W / stride]
   */
  public Tensor forward(Tensor x, Tensor kernel) {
    if (!x.is_cpu()) {
      return convolve(x, kernel);
    }
    if (!isExact()) {
      return torch
          .thnn_conv2d(x.contiguous(), kernel.contiguous(), size, Tensors.absent(), stride, padding)
          .contiguous(torch.MemoryFormat.ChannelsLast);
    }
    plan(x, () -> thereAndBack(x.detach(), kernel.detach()));
    return convolve(x, kernel);
  }

  /** Has oneDNN plan it for images of a size; see {@link ConvolutionPlans#make}. */
  void plan(Tensor x, Runnable trial) {
    plans.make(x, trial);
  }

  private Tensor convolve(Tensor x, Tensor kernel) {
    return torch.conv2d(x, kernel, Tensors.absent(), stride, padding, NO_DILATION, 1);
  }

  private void thereAndBack(Tensor x, Tensor kernel) {
    if (GradMode.is_enabled()) {
      convolve(x.requires_grad_(true), kernel.requires_grad_(true)).sum().backward();
    } else {
      convolve(x, kernel);
    }
  }
}
