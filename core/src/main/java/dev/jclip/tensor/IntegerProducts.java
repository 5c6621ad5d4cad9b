package dev.jclip.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Products of 8-bit integers with a matrix of 8-bit integers, which is laid out for this processor.
 * The owner of its memory: close it. Safe for many threads at once until then; without gradients.
 */
public final class IntegerProducts implements AutoCloseable {
  private final IValue weight;
  private final IValue steps;
  private final IValue zeroPoints;

  /**
   * Packs a copy of a matrix.
   *
   * @param weight [out, in], int8
   * @param steps [out], float32: what the products of each output are multiplied with
   */
  public IntegerProducts(Tensor weight, Tensor steps) {
    try (TensorScope _ = TensorScope.inference()) {
      var arguments = new IValueVector(new IValue(weight), new IValue());
      this.weight =
          TensorScope.escape(new IValue(Operators.call(Operators.PACK_QUANTIZED, arguments)));
      this.steps = TensorScope.escape(new IValue(steps.clone()));
      var integers = new TensorOptions(torch.ScalarType.Long);
      this.zeroPoints =
          TensorScope.escape(new IValue(torch.zeros(new long[] {weight.size(0)}, integers)));
    }
  }

  /**
   * {@code (x @ weight^T) * steps}, the sums without rounding.
   *
   * @param x [M, in], uint8
   * @return [M, out], float32
   */
  public Tensor of(Tensor x) {
    return Operators.call(
        Operators.QUANTIZED,
        new IValueVector(
            new IValue(x),
            Operators.ONE,
            Operators.ZERO,
            weight,
            steps,
            zeroPoints,
            Operators.ABSENT,
            Operators.ONE,
            Operators.ZERO,
            Operators.FLOAT,
            Operators.NONE,
            Operators.NO_SCALARS,
            Operators.NO_ALGORITHM));
  }

  @Override
  public void close() {
    TensorScope.free(weight);
    TensorScope.free(steps);
    TensorScope.free(zeroPoints);
  }
}
