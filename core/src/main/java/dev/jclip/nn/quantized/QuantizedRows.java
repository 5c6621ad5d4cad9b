package dev.jclip.nn.quantized;

import dev.jclip.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A matrix of 8-bit integers q that stand for {@code low + step * q}, where each row has a low and
 * a step of its own: so a row's integers are the same whatever it is computed with.
 *
 * @param bytes [M, K], uint8
 * @param lows the least value of each row
 * @param steps the 255th part of what is between each row's least and greatest value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record QuantizedRows(Tensor bytes, float[] lows, float[] steps) {
  private static final float LEVELS = 255;

  /**
   * Rounds a function of a matrix's rows.
   *
   * @param x [..., K], float32
   */
  public static QuantizedRows of(Tensor x, RowFunction function) {
    Tensor values = x.contiguous();
    RowMemory from = RowMemory.of(values);
    int rows = from.rows();
    int width = from.width();
    Tensor bytes =
        torch.empty(new long[] {rows, width}, new TensorOptions(torch.ScalarType.Byte), null);
    MemorySegment to = Tensors.memory(bytes);
    float[] lows = new float[rows];
    float[] steps = new float[rows];
    float[] row = new float[width];
    byte[] rounded = new byte[width];
    for (int i = 0; i < rows; i++) {
      from.read(i, row);
      function.apply(i, row);
      lows[i] = least(row);
      steps[i] = (greatest(row) - lows[i]) / LEVELS;
      round(row, lows[i], steps[i], rounded);
      MemorySegment.copy(rounded, 0, to, ValueLayout.JAVA_BYTE, (long) i * width, width);
    }
    return new QuantizedRows(bytes, lows, steps);
  }

  /** Rounds a matrix's rows. */
  public static QuantizedRows of(Tensor x) {
    return of(x, (_, _) -> {});
  }

  private static float least(float[] row) {
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < row.length; i++) {
      least = Math.min(least, row[i]);
    }
    return least;
  }

  private static float greatest(float[] row) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < row.length; i++) {
      greatest = Math.max(greatest, row[i]);
    }
    return greatest;
  }

  private static void round(float[] row, float low, float step, byte[] rounded) {
    float perStep = step == 0 ? 0 : 1 / step;
    float half = 0.5f;
    for (int i = 0; i < row.length; i++) {
      rounded[i] = (byte) (int) Math.fma(row[i] - low, perStep, half);
    }
  }
}
