package dev.jclip.nn.fast.bfloat16;

import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.Bfloat16Kernel;
import dev.jclip.tensor.thread.Part;
import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;

/** Some rows of a bfloat16 tensor, into which arrays are rounded. For one thread. */
public final class Bfloat16Rows {
  private final MemorySegment memory;
  private final int first;
  private final int width;

  private Bfloat16Rows(MemorySegment memory, int first, int width) {
    this.memory = memory;
    this.first = first;
    this.width = width;
  }

  /** Some of the rows of a contiguous tensor [..., width]. */
  public static Bfloat16Rows of(Tensor tensor, Part part) {
    return new Bfloat16Rows(Tensors.memory(tensor), part.first(), Math.toIntExact(tensor.size(-1)));
  }

  /** Rounds an array into a row. */
  public void write(int row, float[] from) {
    Bfloat16Kernel.round(from, memory.asSlice((long) (first + row) * width * Short.BYTES));
  }
}
