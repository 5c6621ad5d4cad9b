package dev.jclip.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution with a bias and a ReLU behind it, in float32, whose kernel is laid out as oneDNN
 * multiplies it fastest on this processor. The owner of its memory: close it. Safe for many threads
 * at once until then; without gradients.
 */
public final class PackedConvolution implements AutoCloseable {
  private final IValue kernel;
  private final IValue bias;
  private final IValue padding;
  private final IValue stride;
  private final IValue dilation;

  /**
   * Packs a copy of a convolution's tensors. Pixels outside the picture are 0, and as many as keep
   * its size at a stride of 1.
   *
   * @param kernel [out, in, side, side]
   * @param bias [out]
   */
  public PackedConvolution(Tensor kernel, Tensor bias, long stride) {
    long side = kernel.size(2);
    try (TensorScope _ = TensorScope.inference()) {
      this.padding = TensorScope.escape(Operators.pair(side / 2));
      this.stride = TensorScope.escape(Operators.pair(stride));
      this.dilation = TensorScope.escape(Operators.pair(1));
      var arguments =
          new IValueVector(
              new IValue(kernel.contiguous()),
              this.padding,
              this.stride,
              this.dilation,
              new IValue(1L),
              new IValue());
      Tensor packed = Operators.call(Operators.PACK_CONVOLUTION, arguments);
      this.kernel = TensorScope.escape(new IValue(packed));
      this.bias = TensorScope.escape(new IValue(bias.clone()));
    }
  }

  /**
   * {@code relu(x * kernel + bias)}.
   *
   * @param x [B, in, H, W], channels last in memory
   * @return [B, out, H / stride, W / stride], the same
   */
  public Tensor forwardRelu(Tensor x) {
    return Operators.call(
        Operators.CONVOLUTION,
        new IValueVector(
            new IValue(x.to(torch.ScalarType.Float)),
            kernel,
            bias,
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
