package dev.jclip.nn.fast.int8;

import dev.jclip.nn.fast.rows.RowFunction;
import dev.jclip.nn.fast.rows.RowMemory;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.RowMath;
import dev.jclip.tensor.onednn.IntegerProducts;
import dev.jclip.tensor.thread.Part;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;

/**
 * A linear layer whose products are taken of 8-bit integers: weights rounded once, symmetrically
 * and by a step for each output; activations at each call, by a step and a minimum for each row.
 * The owner of its memory: close it. Safe for many threads at once until then.
 */
public final class QuantizedLinear implements AutoCloseable {
  private static final float MOST = 127;

  private final IntegerProducts products;

  /** What each output's products are multiplied with. */
  private final float[] scales;

  /** What each output is if all inputs are 1, without the bias. */
  private final float[] sums;

  private final float[] bias;

  /**
   * Rounds and packs a copy of a layer's tensors.
   *
   * @param weight [out, in], float32
   * @param bias [out], float32
   */
  public QuantizedLinear(Tensor weight, Tensor bias) {
    this.scales = new float[Math.toIntExact(weight.size(0))];
    this.sums = new float[scales.length];
    this.bias = Tensors.floats(bias);
    try (TensorScope _ = TensorScope.inference()) {
      RowMemory rows = RowMemory.of(weight.contiguous(), new Part(0, scales.length));
      this.products = IntegerProducts.pack(rows.count(), rows.width(), () -> rounded(rows));
    }
  }

  /** A row after the other, each in one go: a model's weights need not come from memory often. */
  private IntegerProducts.Rows rounded(RowMemory rows) {
    float[] row = new float[rows.width()];
    float[] extremes = new float[2];
    return (index, into) -> {
      rows.read(index, row);
      RowMath.extremes(row, extremes);
      float step = Math.max(Math.max(-extremes[0], extremes[1]) / MOST, Float.MIN_NORMAL);
      scales[index] = step;
      sums[index] = step * round(row, step, into);
    };
  }

  /** Rounds a row to even multiples of a step where it is between two; their sum. */
  private static int round(float[] row, float step, byte[] rounded) {
    float wholes = 0x1.8p23f;
    for (int i = 0; i < row.length; i++) {
      rounded[i] = (byte) (int) (row[i] / step + wholes - wholes);
    }
    int sum = 0;
    for (byte integer : rounded) {
      sum += integer;
    }
    return sum;
  }

  /** The number of values in a row of what it gives. */
  public int out() {
    return products.out();
  }

  /**
   * {@code x @ weight^T + bias}, whose rows a function gets one after the other.
   *
   * @param x rows of as many values as the layer has inputs
   */
  public void forward(QuantizedRows x, RowFunction then) {
    Tensor integers = products.of(x.bytes());
    MemorySegment all = Tensors.memory(integers);
    long bytesPerRow = (long) out() * Integer.BYTES;
    float[] row = new float[out()];
    for (int i = 0; i < x.count(); i++) {
      restore(all.asSlice(i * bytesPerRow, bytesPerRow), x.step(i), x.low(i), row);
      then.apply(i, row);
    }
    TensorScope.free(integers);
  }

  /**
   * {@code x @ weight^T + bias}.
   *
   * @param x [..., in], float32
   * @return [..., out], float32
   */
  public Tensor forward(Tensor x) {
    Tensor in = x.contiguous();
    long[] shape = Tensors.shape(x);
    shape[shape.length - 1] = out();
    Tensor y = Tensors.empty(shape);
    RowParts.forEach(
        Math.toIntExact(x.numel() / products.in()),
        part -> forward(QuantizedRows.of(RowMemory.of(in, part)), RowMemory.of(y, part)::write));
    return y;
  }

  /** Of products of integers, the outputs they stand for. */
  private void restore(MemorySegment integers, float step, float low, float[] row) {
    for (int i = 0; i < row.length; i++) {
      int sum = integers.getAtIndex(ValueLayout.JAVA_INT, i);
      row[i] = Math.fma(step * scales[i], sum, Math.fma(low, sums[i], bias[i]));
    }
  }

  @Override
  public void close() {
    products.close();
  }
}
