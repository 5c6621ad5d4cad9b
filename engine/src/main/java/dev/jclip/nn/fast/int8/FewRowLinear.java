package dev.jclip.nn.fast.int8;

import dev.jclip.nn.fast.rows.RowFunction;
import dev.jclip.nn.fast.rows.RowMemory;
import dev.jclip.nn.fast.rows.Sharing;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.ByteColumns;
import dev.jclip.tensor.onednn.OneDnn;
import dev.jclip.tensor.thread.Part;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear layer for a few rows at a time, whose weights alone are rounded: to 8-bit integers,
 * symmetrically and by a step for each output. What it takes stays float32, since of few rows it is
 * the weights that must come from memory. The owner of its memory: close it. Safe for many threads
 * at once until then.
 */
public final class FewRowLinear implements AutoCloseable {
  private static final double MOST = 127;

  /** More rows are multiplied with the weights made float32 again. */
  private static final int MOST_ROWS = 32;

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private final int in;
  private final int depth;
  private final float[] steps;
  private final float mostStep;
  private final float[] bias;
  private final RowFunction then;
  private final Tensor panels; // [panels, depth, ByteColumns.COLUMNS], int8
  private final MemorySegment memory;

  /**
   * Rounds and packs a copy of a layer's tensors.
   *
   * @param weight [out, in], float32
   * @param bias [out], float32
   * @param then what becomes of each output
   */
  public FewRowLinear(Tensor weight, Tensor bias, RowFunction then) {
    this.in = Math.toIntExact(weight.size(1));
    this.depth = Math.ceilDiv(in, ByteColumns.DEPTH_TOGETHER) * ByteColumns.DEPTH_TOGETHER;
    this.bias = Tensors.floats(bias);
    this.then = then;
    try (TensorScope _ = TensorScope.inference()) {
      Tensor greatest = weight.abs().amax(new long[] {1}, true); // [out, 1]
      Tensor step = greatest.div(new Scalar(MOST)).clamp_min(new Scalar(Float.MIN_NORMAL));
      steps = Tensors.floats(step);
      mostStep = Tensors.floats(step.max())[0];
      panels = TensorScope.escape(panels(weight.div(step).round().to(torch.ScalarType.Char)));
    }
    memory = Tensors.memory(panels);
  }

  /** Columns of whole panels, of which those behind the last output are 0. */
  private Tensor panels(Tensor integers) {
    long columns = ByteColumns.COLUMNS;
    long count = Math.ceilDiv(out(), columns);
    Tensor padded =
        torch.constant_pad_nd(
            integers, new long[] {0, depth - in, 0, count * columns - out()}, new Scalar(0));
    return padded.view(count, columns, depth).transpose(1, 2).contiguous();
  }

  /** The number of values in a row of what it gives. */
  public int out() {
    return bias.length;
  }

  /**
   * {@code x @ weight^T + bias}, and what becomes of it.
   *
   * @param x [..., in], float32
   * @return [..., out], float32
   */
  public Tensor forward(Tensor x) {
    return x.numel() / in > MOST_ROWS ? many(x) : few(x);
  }

  private Tensor many(Tensor x) {
    Tensor y = OneDnn.linear(x, weight(), Tensors.of(bias, out()));
    RowMemory rows = RowMemory.of(y, new Part(0, Math.toIntExact(y.numel() / out())));
    float[] row = new float[out()];
    for (int i = 0; i < rows.count(); i++) {
      rows.read(i, row);
      then.apply(i, row);
      rows.write(i, row);
    }
    return y;
  }

  /** The most by which rounding the weights can change an output, for the values of a row. */
  float mostError(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += Math.abs(value);
    }
    return (float) (sum * mostStep / 2);
  }

  /** The weights as they were rounded, [out, in]. */
  private Tensor weight() {
    Tensor rows = panels.transpose(1, 2).reshape(-1, depth).narrow(0, 0, out()).narrow(1, 0, in);
    return rows.to(torch.ScalarType.Float).mul(Tensors.of(steps, out(), 1));
  }

  private Tensor few(Tensor x) {
    long[] shape = Tensors.shape(x);
    shape[shape.length - 1] = out();
    Tensor y = Tensors.empty(shape);
    MemorySegment into = Tensors.memory(y);
    float[] rows = rows(x.contiguous());
    Sharing.WITH_ALL.forEach(
        Math.ceilDiv(out(), ByteColumns.COLUMNS),
        () -> {
          var columns = new ByteColumns();
          float[] outputs = new float[ByteColumns.COLUMNS];
          return panel -> multiply(rows, columns, panel, outputs, into);
        });
    return y;
  }

  /** Rows of a whole depth. */
  private float[] rows(Tensor x) {
    MemorySegment from = Tensors.memory(x);
    int count = Math.toIntExact(x.numel() / in);
    float[] rows = new float[count * depth];
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(from, FLOAT, (long) i * in * Float.BYTES, rows, i * depth, in);
    }
    return rows;
  }

  private void multiply(
      float[] rows, ByteColumns columns, int panel, float[] outputs, MemorySegment into) {
    int first = panel * ByteColumns.COLUMNS;
    int count = Math.min(ByteColumns.COLUMNS, out() - first);
    int all = rows.length / depth;
    MemorySegment weights = memory.asSlice((long) first * depth);
    for (int row = 0; row < all; row += ByteColumns.ROWS_TOGETHER) {
      int together = Math.min(ByteColumns.ROWS_TOGETHER, all - row);
      float[] sums = columns.multiply(rows, row * depth, together, depth, weights);
      for (int i = 0; i < together; i++) {
        restore(sums, i * ByteColumns.COLUMNS, first, count, outputs);
        then.apply(row + i, outputs);
        long to = ((long) (row + i) * out() + first) * Float.BYTES;
        MemorySegment.copy(outputs, 0, into, FLOAT, to, count);
      }
    }
  }

  /** Of products with integers, the outputs they stand for. */
  private void restore(float[] sums, int start, int first, int count, float[] outputs) {
    for (int i = 0; i < count; i++) {
      outputs[i] = Math.fma(sums[start + i], steps[first + i], bias[first + i]);
    }
  }

  @Override
  public void close() {
    TensorScope.free(panels);
  }
}
