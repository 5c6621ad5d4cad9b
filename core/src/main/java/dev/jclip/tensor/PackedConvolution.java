package dev.jclip.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution in float32 with a bias and a ReLU behind it, whose kernel is laid out for this
 * processor, unless that goes wrong here. The owner of its memory: close it. Safe for many threads
 * at once until then; without gradients.
 */
public final class PackedConvolution implements AutoCloseable {
  private final Convolution convolution;
  private final Tensor kernel;
  private final Tensor bias;
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
    convolution = new Convolution(kernel.size(1), kernel.size(0), side, stride);
    try (TensorScope _ = TensorScope.inference()) {
      Tensor plain = kernel.contiguous();
      this.kernel =
          TensorScope.escape(
              convolution.isExact()
                  ? ConvolutionPlans.alone(() -> Convolution.pack(plain, stride))
                  : plain.clone());
      this.bias = TensorScope.escape(bias.clone());
      this.padding = TensorScope.escape(Operators.pair(side / 2));
      this.stride = TensorScope.escape(Operators.pair(stride));
      this.dilation = TensorScope.escape(Operators.pair(1));
    }
  }

  /**
   * {@code relu(x * kernel + bias)}.
   *
   * @param x [B, in, H, W], channels last in memory
   * @return [B, out, H / stride, W / stride], the same
   */
  public Tensor forwardRelu(Tensor x) {
    Tensor in = x.to(torch.ScalarType.Float);
    if (!convolution.isExact()) {
      return convolution.forward(in, kernel).add(bias.view(-1, 1, 1)).relu_();
    }
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
