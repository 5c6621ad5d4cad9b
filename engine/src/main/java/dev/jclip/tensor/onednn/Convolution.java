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
 * A convolution with zero padding of {@code side / 2} pixels, which keeps an image's height and
 * width at a stride of 1. On the CPU, oneDNN computes it if it packs the kernels correctly;
 * otherwise libtorch's own convolution does. The gradients for the image and the kernels can be
 * computed. Thread-safe.
 */
public final class Convolution {
  private static final long[] NO_DILATION = {1, 1};

  private final long[] size;
  private final long[] stride;
  private final long[] padding;
  private final Supplier<Boolean> exactness;
  private final AtomicReference<@Nullable Boolean> isExact = new AtomicReference<>();
  private final ConvolutionPlans plans = new ConvolutionPlans();

  /**
   * Makes a convolution whose kernels have the shape [out, in, side, side].
   *
   * @param in the number of channels of an image
   * @param out the number of channels of a result
   * @param side the height and width of a kernel in pixels, an odd number
   * @param stride the step between two places of a kernel in pixels, in both directions
   */
  public Convolution(long in, long out, long side, long stride) {
    size = new long[] {side, side};
    this.stride = new long[] {stride, stride};
    padding = new long[] {side / 2, side / 2};
    exactness = () -> side > 1 && isExact(new long[] {out, in, side, side}, stride);
  }

  /**
   * Whether oneDNN packs float32 kernels of a shape without changing their values. oneDNN 3.7
   * changes them for some shapes. For some shapes of side 1 it crashes the process, so this must
   * not be called for side 1.
   */
  private static boolean isExact(long[] shape, long stride) {
    try (TensorScope _ = TensorScope.inference()) {
      long count = shape[0] * shape[1] * shape[2] * shape[3];
      Tensor kernel = torch.linspace(new Scalar(0), new Scalar(1), count).view(shape);
      return pack(kernel, stride).isPresent();
    }
  }

  /**
   * Packs kernels with oneDNN for this processor.
   *
   * @param kernel [out, in, side, side]
   * @return the packed kernels, or nothing if oneDNN changed their values
   */
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

  /** Whether oneDNN may compute this convolution; the first call tries it, later ones remember. */
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
   * Convolves images: {@code x * kernel}.
   *
   * @param x the images, [B, in, H, W]
   * @param kernel [out, in, side, side]
   * @return [B, out, H / stride, W / stride], where the quotients are rounded up
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

  /**
   * Lets oneDNN plan this convolution for images of the size of {@code x}; see {@link
   * ConvolutionPlans#make}.
   */
  void plan(Tensor x, Runnable trial) {
    plans.make(x, trial);
  }

  private Tensor convolve(Tensor x, Tensor kernel) {
    return torch.conv2d(x, kernel, Tensors.absent(), stride, padding, NO_DILATION, 1);
  }

  /** Runs the convolution, and its gradients if autograd is on. */
  private void thereAndBack(Tensor x, Tensor kernel) {
    if (GradMode.is_enabled()) {
      convolve(x.requires_grad_(true), kernel.requires_grad_(true)).sum().backward();
    } else {
      convolve(x, kernel);
    }
  }
}
