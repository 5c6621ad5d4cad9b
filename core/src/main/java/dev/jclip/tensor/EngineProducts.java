package dev.jclip.tensor;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Products by oneDNN's operator, which every processor has, with all threads of the engine. */
final class EngineProducts extends IntegerProducts {
  private final IValue weight;
  private final IValue ones;
  private final IValue zeroPoints;

  /**
   * Packs a copy of a matrix.
   *
   * @param weight [out, in], int8
   */
  EngineProducts(Tensor weight) {
    super(weight);
    try (TensorScope _ = TensorScope.inference()) {
      var arguments = new IValueVector(new IValue(weight), new IValue());
      this.weight =
          TensorScope.escape(new IValue(Operators.call(Operators.PACK_QUANTIZED, arguments)));
      this.ones = TensorScope.escape(new IValue(torch.ones(out())));
      var integers = new TensorOptions(torch.ScalarType.Long);
      this.zeroPoints = TensorScope.escape(new IValue(torch.zeros(new long[] {out()}, integers)));
    }
  }

  @Override
  public Tensor of(Tensor x) {
    Tensor sums =
        Operators.call(
            Operators.QUANTIZED,
            new IValueVector(
                new IValue(x),
                Operators.ONE,
                Operators.ZERO,
                weight,
                ones,
                zeroPoints,
                Operators.ABSENT,
                Operators.ONE,
                Operators.ZERO,
                Operators.FLOAT,
                Operators.NONE,
                Operators.NO_SCALARS,
                Operators.NO_ALGORITHM));
    return sums.to(torch.ScalarType.Int);
  }

  @Override
  public void close() {
    TensorScope.free(weight);
    TensorScope.free(ones);
    TensorScope.free(zeroPoints);
  }
}
