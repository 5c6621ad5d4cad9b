package dev.jclip.nn.fast.int8;

import dev.jclip.nn.fast.rows.RowFunction;
import dev.jclip.nn.fast.rows.RowMemory;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.RowMath;
import dev.jclip.tensor.onednn.IntegerProducts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Rows of 8-bit integers q that stand for {@code low + step * q}, where each row has a low and a
 * step of its own: so a row's integers are the same whatever it is computed with. The surrounding
 * scope owns its memory; for one thread.
 */
public final class QuantizedRows {
  private static final float LEVELS = 255;

  private final Tensor bytes;
  private final MemorySegment memory;
  private final float[] lows;
  private final float[] steps;
  private final float[] extremes = new float[2];

  /** Room for rows. */
  public QuantizedRows(int count, int width) {
    int atOnce = IntegerProducts.rowsAtOnce();
    long[] shape = {(long) Math.ceilDiv(count, atOnce) * atOnce, width};
    bytes = torch.empty(shape, new TensorOptions(torch.ScalarType.Byte), null);
    memory = Tensors.memory(bytes);
    lows = new float[count];
    steps = new float[count];
  }

  /** Rounds rows. */
  public static QuantizedRows of(RowMemory rows) {
    return of(rows, (_, _) -> {});
  }

  /** Rounds a function of rows. */
  public static QuantizedRows of(RowMemory rows, RowFunction function) {
    var quantized = new QuantizedRows(rows.count(), rows.width());
    float[] row = new float[rows.width()];
    for (int i = 0; i < rows.count(); i++) {
      rows.read(i, row);
      function.apply(i, row);
      quantized.set(i, row);
    }
    return quantized;
  }

  /** Rounds a row. */
  public void set(int index, float[] row) {
    RowMath.extremes(row, extremes);
    float low = extremes[0];
    float step = (extremes[1] - low) / LEVELS;
    lows[index] = low;
    steps[index] = step;
    round(row, low, step, memory.asSlice((long) index * row.length, row.length));
  }

  int count() {
    return lows.length;
  }

  /** [count or some more, width], uint8. */
  Tensor bytes() {
    return bytes;
  }

  float low(int row) {
    return lows[row];
  }

  float step(int row) {
    return steps[row];
  }

  private static void round(float[] row, float low, float step, MemorySegment rounded) {
    float perStep = step == 0 ? 0 : 1 / step;
    float half = 0.5f;
    for (int i = 0; i < row.length; i++) {
      byte nearest = (byte) (int) Math.fma(row[i] - low, perStep, half);
      rounded.set(ValueLayout.JAVA_BYTE, i, nearest);
    }
  }
}
