package dev.jclip.nn.quantized;

import dev.jclip.tensor.Tensors;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;

/**
 * The rows of a float32 tensor, to be copied into arrays, on which Java computes fast, and back.
 * Valid as long as the tensor.
 */
record RowMemory(MemorySegment memory, int rows, int width) {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

  /** The rows of a contiguous tensor [..., width]. */
  static RowMemory of(Tensor tensor) {
    int width = Math.toIntExact(tensor.size(-1));
    return new RowMemory(Tensors.memory(tensor), Math.toIntExact(tensor.numel() / width), width);
  }

  void read(int row, float[] into) {
    MemorySegment.copy(memory, FLOAT, offset(row), into, 0, width);
  }

  /** Changes each row in its place. */
  void update(RowFunction function) {
    float[] row = new float[width];
    for (int i = 0; i < rows; i++) {
      read(i, row);
      function.apply(i, row);
      MemorySegment.copy(row, 0, memory, FLOAT, offset(i), width);
    }
  }

  private long offset(int row) {
    return (long) row * width * Float.BYTES;
  }
}
