package dev.jclip.tensor;

import java.util.stream.Stream;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear layer whose products are taken of 8-bit integers: weights rounded once, symmetrically
 * and by a scale for each output; activations at each call, between their least and greatest. So
 * what is computed together shares a scale. Takes and gives float32.
 */
public final class QuantizedLinear implements FusedLinear {
  private static final double MOST = 127;

  private final IValue weight;
  private final IValue scales;
  private final IValue zeroPoints;
  private final IValue bias;

  /**
   * Rounds and packs a copy of a layer's tensors.
   *
   * @param weight [out, in], float32
   * @param bias [out], float32
   */
  public QuantizedLinear(Tensor weight, Tensor bias) {
    try (TensorScope _ = TensorScope.inference()) {
      Tensor greatest = weight.abs().amax(new long[] {1}, false);
      Tensor steps = greatest.div(new Scalar(MOST)).clamp_min(new Scalar(Float.MIN_NORMAL));
      Tensor rounded = weight.div(steps.unsqueeze(1)).round().to(torch.ScalarType.Char);
      var arguments = new IValueVector(new IValue(rounded), new IValue());
      this.weight =
          TensorScope.escape(new IValue(Operators.call(Operators.PACK_QUANTIZED, arguments)));
      this.scales = TensorScope.escape(new IValue(steps));
      this.zeroPoints =
          TensorScope.escape(
              new IValue(
                  torch.zeros(
                      new long[] {weight.size(0)}, new TensorOptions(torch.ScalarType.Long))));
      this.bias = TensorScope.escape(new IValue(bias.clone()));
    }
  }

  @Override
  public Tensor forward(Tensor x, Fusion fusion) {
    return call(
        Operators.QUANTIZED,
        x,
        bias,
        Operators.ONE,
        Operators.ZERO,
        Operators.FLOAT,
        Operators.attribute(fusion),
        Operators.NO_SCALARS,
        Operators.algorithm(fusion));
  }

  @Override
  public Tensor forwardAdd(Tensor x, Tensor residual) {
    return call(
        Operators.QUANTIZED_ADD,
        x,
        new IValue(residual),
        bias,
        Operators.ONE,
        Operators.ZERO,
        Operators.FLOAT,
        Operators.ONE,
        Operators.ZERO,
        Operators.ADD,
        Operators.ONE,
        Operators.NONE,
        Operators.NO_SCALARS,
        Operators.NO_ALGORITHM);
  }

  /** Calls an operator with the two factors and what else it takes. */
  private Tensor call(OperatorHandle operator, Tensor x, IValue... others) {
    Tensor quantized = quantize(x);
    Stream<IValue> factors =
        Stream.of(
            new IValue(bytes(quantized)),
            new IValue(quantized.q_scale()),
            new IValue(quantized.q_zero_point()),
            weight,
            scales,
            zeroPoints);
    IValue[] arguments = Stream.concat(factors, Stream.of(others)).toArray(IValue[]::new);
    return Operators.call(operator, new IValueVector(arguments));
  }

  private static Tensor quantize(Tensor x) {
    boolean reduceRange = false;
    return torch.quantize_per_tensor_dynamic(x.contiguous(), torch.ScalarType.QUInt8, reduceRange);
  }

  /** The integers of a quantized tensor, which must live as long. */
  private static Tensor bytes(Tensor quantized) {
    return torch.from_blob(
        quantized.data_ptr(), Tensors.shape(quantized), new TensorOptions(torch.ScalarType.Byte));
  }

  @Override
  public void close() {
    TensorScope.free(weight);
    TensorScope.free(scales);
    TensorScope.free(zeroPoints);
    TensorScope.free(bias);
  }
}
