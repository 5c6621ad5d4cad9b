package dev.jclip.nn.quantized;

import dev.jclip.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;

/**
 * Some rows of a float32 tensor, to be copied into arrays, on which Java computes fast, and back.
 * Valid as long as the tensor; for one thread.
 */
public final class RowMemory {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  private final MemorySegment memory;
  private final int first;
  private final int count;
  private final float[] other;

  private RowMemory(MemorySegment memory, int first, int count, int width) {
    this.memory = memory;
    this.first = first;
    this.count = count;
    other = new float[width];
  }

  /** Some of the rows of a contiguous tensor [..., width]. */
  public static RowMemory of(Tensor tensor, RowBlocks.Block block) {
    int width = Math.toIntExact(tensor.size(-1));
    return new RowMemory(Tensors.memory(tensor), block.first(), block.count(), width);
  }

  /** How many rows there are. */
  public int count() {
    return count;
  }

  /** How many values a row has. */
  public int width() {
    return other.length;
  }

  /** Copies a row into an array. */
  public void read(int row, float[] into) {
    MemorySegment.copy(memory, FLOAT, offset(row), into, 0, width());
  }

  /** Copies an array into a row. */
  public void write(int row, float[] from) {
    MemorySegment.copy(from, 0, memory, FLOAT, offset(row), width());
  }

  /** Adds a row to an array. */
  public void addTo(int row, float[] sum) {
    read(row, other);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
  }

  private long offset(int row) {
    return (long) (first + row) * width() * Float.BYTES;
  }
}
