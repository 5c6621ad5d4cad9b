package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import java.util.Optional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution in float32 or bfloat16, as its kernel is, with a bias and a ReLU behind it. The
 * kernel is laid out for this processor by oneDNN; where that goes wrong, or the processor has no
 * products of bfloat16, a {@link Convolution} of float32 stands in. The owner of its memory: close
 * it. Safe for many threads at once until then; without gradients.
 */
public final class PackedConvolution implements AutoCloseable {
  /** With other numbers of channels, this oneDNN's convolutions in bfloat16 may end the process. */
  private static final int BFLOAT16_CHANNELS = 32;

  private final torch.ScalarType computing;
  private final Convolution convolution;
  private final boolean isPacked;
  private final Tensor kernel;
  private final Tensor bias;
  private final IValue padding;
  private final IValue stride;
  private final IValue dilation;

  /**
   * Packs a copy of a convolution's tensors. Pixels outside the image are 0, and as many as keep
   * its size at a stride of 1.
   *
   * @param kernel [out, in, side, side]
   * @param bias [out], of the kernel's kind of numbers
   */
  public PackedConvolution(Tensor kernel, Tensor bias, long stride) {
    long side = kernel.size(2);
    computing = kernel.scalar_type().intern();
    convolution = new Convolution(kernel.size(1), kernel.size(0), side, stride);
    try (TensorScope _ = TensorScope.inference()) {
      Tensor plain = kernel.contiguous();
      Optional<Tensor> packed =
          mayPack(plain, computing) ? Convolution.pack(plain, stride) : Optional.empty();
      isPacked = packed.isPresent();
      this.kernel =
          TensorScope.escape(packed.orElseGet(() -> plain.to(torch.ScalarType.Float).clone()));
      this.bias = TensorScope.escape(bias.clone());
      this.padding = TensorScope.escape(Operators.pair(side / 2));
      this.stride = TensorScope.escape(Operators.pair(stride));
      this.dilation = TensorScope.escape(Operators.pair(1));
    }
  }

  /** Whether oneDNN may be asked. It ends the process for some kernels of side 1, too. */
  private static boolean mayPack(Tensor kernel, torch.ScalarType computing) {
    boolean isWhole =
        kernel.size(0) % BFLOAT16_CHANNELS == 0 && kernel.size(1) % BFLOAT16_CHANNELS == 0;
    return kernel.size(2) > 1
        && OneDnn.multiplies(computing)
        && (isWhole || computing != torch.ScalarType.BFloat16);
  }

  /**
   * {@code relu(x * kernel + bias)}.
   *
   * @param x [B, in, H, W], channels last in memory
   * @return [B, out, H / stride, W / stride], the same, of the kernel's kind of numbers
   */
  public Tensor forwardRelu(Tensor x) {
    if (!isPacked) {
      Tensor y = convolution.forward(x.to(torch.ScalarType.Float), kernel);
      return y.add(bias.view(-1, 1, 1)).relu_().to(computing);
    }
    Tensor in = x.to(computing);
    convolution.plan(in, () -> packed(in));
    return packed(in);
  }

  private Tensor packed(Tensor x) {
    return Operators.call(
        Operators.CONVOLUTION,
        new IValueVector(
            new IValue(x),
            new IValue(kernel),
            new IValue(bias),
            padding,
            stride,
            dilation,
            Operators.ONE_GROUP,
            Operators.RELU,
            Operators.NO_SCALARS,
            Operators.ABSENT));
  }

  @Override
  public void close() {
    TensorScope.free(kernel);
    TensorScope.free(bias);
    TensorScope.free(padding);
    TensorScope.free(stride);
    TensorScope.free(dilation);
  }
}
