package dev.jclip.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;
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

  EngineProducts(int out, int in, Supplier<Rows> rows) {
    super(out, in);
    try (TensorScope _ = TensorScope.inference()) {
      var arguments = new IValueVector(new IValue(matrix(rows)), new IValue());
      this.weight =
          TensorScope.escape(new IValue(Operators.call(Operators.PACK_QUANTIZED, arguments)));
      this.ones = TensorScope.escape(new IValue(torch.ones(out())));
      var integers = new TensorOptions(torch.ScalarType.Long);
      this.zeroPoints = TensorScope.escape(new IValue(torch.zeros(new long[] {out()}, integers)));
    }
  }

  private Tensor matrix(Supplier<Rows> rows) {
    Tensor matrix =
        torch.empty(new long[] {out(), in()}, new TensorOptions(torch.ScalarType.Char), null);
    MemorySegment to = Tensors.memory(matrix);
    Workers.share(
        out(),
        () -> {
          Rows own = rows.get();
          byte[] row = new byte[in()];
          return index -> {
            own.read(index, row);
            MemorySegment.copy(row, 0, to, ValueLayout.JAVA_BYTE, (long) index * in(), in());
          };
        });
    return matrix;
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
