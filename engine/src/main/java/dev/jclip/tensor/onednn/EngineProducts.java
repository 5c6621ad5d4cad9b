package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.thread.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Products by oneDNN's operator, which every processor has, with all threads of the engine. On
 * processors without instructions for sums of four products, oneDNN adds products in pairs of 16
 * bits, where two of 255 and 127 have no room and are cut. There each weight w is taken apart into
 * {@code 2 h + l} with h from -64 to 63 and l 0 or 1, whose pairs have room: twice the work and the
 * memory, and the sums are exact as they are elsewhere.
 */
final class EngineProducts extends IntegerProducts {
  private final boolean apart;
  private final IValue weight;
  private final IValue ones;
  private final IValue zeroPoints;

  EngineProducts(int out, int in, Supplier<Rows> rows) {
    this(out, in, rows, PairSums.ARE_CUT);
  }

  /**
   * Packs a matrix.
   *
   * @param apart whether weights are taken apart
   */
  EngineProducts(int out, int in, Supplier<Rows> rows, boolean apart) {
    super(out, in);
    this.apart = apart;
    int columns = apart ? 2 * out : out;
    try (TensorScope _ = TensorScope.inference()) {
      var arguments = new IValueVector(new IValue(matrix(rows, columns)), new IValue());
      this.weight =
          TensorScope.escape(new IValue(Operators.call(Operators.PACK_QUANTIZED, arguments)));
      this.ones = TensorScope.escape(new IValue(torch.ones(columns)));
      var integers = new TensorOptions(torch.ScalarType.Long);
      this.zeroPoints = TensorScope.escape(new IValue(torch.zeros(new long[] {columns}, integers)));
    }
  }

  /** The rows; where they are taken apart, the halves h and behind them the rests l. */
  private Tensor matrix(Supplier<Rows> rows, int columns) {
    Tensor matrix =
        torch.empty(new long[] {columns, in()}, new TensorOptions(torch.ScalarType.Char), null);
    MemorySegment to = Tensors.memory(matrix);
    Workers.share(
        out(),
        () -> {
          Rows own = rows.get();
          byte[] row = new byte[in()];
          byte[] rest = new byte[in()];
          return index -> {
            own.read(index, row);
            if (apart) {
              takeApart(row, rest);
              write(rest, to, out() + index);
            }
            write(row, to, index);
          };
        });
    return matrix;
  }

  private static void takeApart(byte[] row, byte[] rest) {
    for (int i = 0; i < row.length; i++) {
      rest[i] = (byte) (row[i] & 1);
      row[i] = (byte) (row[i] >> 1);
    }
  }

  private static void write(byte[] row, MemorySegment to, int index) {
    MemorySegment.copy(row, 0, to, ValueLayout.JAVA_BYTE, (long) index * row.length, row.length);
  }

  @Override
  public Tensor of(Tensor x) {
    Tensor sums = multiply(x).to(torch.ScalarType.Int);
    return apart ? putTogether(sums) : sums;
  }

  /** {@code 2 h + l}. */
  private Tensor putTogether(Tensor sums) {
    Tensor rests = sums.narrow(1, out(), out());
    return rests.add(sums.narrow(1, 0, out()), new Scalar(2));
  }

  private Tensor multiply(Tensor x) {
    return Operators.call(
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
  }

  @Override
  public void close() {
    TensorScope.free(weight);
    TensorScope.free(ones);
    TensorScope.free(zeroPoints);
  }

  /** Whether this processor cuts sums of two products that need more than 16 bits. */
  private static boolean cutsPairSums() {
    int width = 64;
    int most = 255;
    Supplier<Rows> greatest = () -> (_, into) -> Arrays.fill(into, Byte.MAX_VALUE);
    try (TensorScope _ = TensorScope.inference();
        var whole = new EngineProducts(width, width, greatest, false)) {
      Tensor x = torch.full(new long[] {width, width}, new Scalar(most));
      float exact = (float) width * most * Byte.MAX_VALUE;
      return Tensors.floats(whole.of(x.to(torch.ScalarType.Byte)).min())[0] != exact;
    }
  }

  /**
   * Class initialisation is what makes the question be asked once. The question is no code of this
   * class, since other threads help to answer it and would wait for the initialisation.
   */
  private static final class PairSums {
    static final boolean ARE_CUT = cutsPairSums();
  }
}
