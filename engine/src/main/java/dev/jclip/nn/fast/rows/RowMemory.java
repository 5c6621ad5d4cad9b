package dev.jclip.nn.fast.rows;

import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.MatrixMemory;
import dev.jclip.tensor.thread.Part;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;

/**
 * Some rows of a float32 tensor, to be copied into arrays, on which Java computes fast, and back.
 * Valid as long as the tensor; different rows may be read and written by different threads.
 */
public final class RowMemory {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  /** More than a row's values lie between two rows: else all would compete for the same lines. */
  private static final int GAP = 16;

  private final MemorySegment memory;
  private final int first;
  private final int count;
  private final int width;
  private final int stride;

  private RowMemory(MemorySegment memory, int first, int count, int width, int stride) {
    this.memory = memory;
    this.first = first;
    this.count = count;
    this.width = width;
    this.stride = stride;
  }

  /** Some of the rows of a contiguous tensor [..., width]. */
  public static RowMemory of(Tensor tensor, Part rows) {
    int width = Math.toIntExact(tensor.size(-1));
    return new RowMemory(Tensors.memory(tensor), rows.first(), rows.count(), width, width);
  }

  /** Room for rows, which the surrounding scope owns. */
  public static RowMemory empty(int count, int width) {
    int stride = width + GAP;
    return new RowMemory(Tensors.memory(Tensors.empty(count, stride)), 0, count, width, stride);
  }

  /** How many rows there are. */
  public int count() {
    return count;
  }

  /** How many values a row has. */
  public int width() {
    return width;
  }

  /** Copies a row into an array. */
  public void read(int row, float[] into) {
    MemorySegment.copy(memory, FLOAT, offset(row), into, 0, width());
  }

  /** Copies an array into a row. */
  public void write(int row, float[] from) {
    MemorySegment.copy(from, 0, memory, FLOAT, offset(row), width());
  }

  /** Copies a part of an array into a part of a row. */
  public void write(int row, int column, float[] from, int start, int length) {
    long to = offset(row) + (long) column * Float.BYTES;
    MemorySegment.copy(from, start, memory, FLOAT, to, length);
  }

  /** Adds an array to a row. */
  public void add(int row, float[] numbers) {
    long start = offset(row) / Float.BYTES;
    for (int i = 0; i < numbers.length; i++) {
      memory.setAtIndex(FLOAT, start + i, memory.getAtIndex(FLOAT, start + i) + numbers[i]);
    }
  }

  /** Adds a row to an array. */
  public void addTo(int row, float[] sum) {
    long start = offset(row) / Float.BYTES;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += memory.getAtIndex(FLOAT, start + i);
    }
  }

  /** The memory from a column of a row on. */
  public MatrixMemory from(int row, int column) {
    return new MatrixMemory(memory.asSlice(offset(row) + (long) column * Float.BYTES), stride);
  }

  private long offset(int row) {
    return (long) (first + row) * stride * Float.BYTES;
  }
}
