package dev.jclip.tensor.onednn;

import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.BlockKernel;
import dev.jclip.tensor.thread.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Products by {@link BlockKernel}, a panel of columns after the other: a panel stays in the nearest
 * cache while all rows are multiplied with it.
 */
public final class TiledProducts extends IntegerProducts {
  /** Neighbours in a column that the processor multiplies in one lane. */
  static final int DEPTH_TOGETHER = 4;

  private static final int PANEL = 128;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfInt INT_OF_BYTES = ValueLayout.JAVA_INT_UNALIGNED;

  /** [panels, in / 4, PANEL, 4], int8. */
  private final Tensor panels;

  TiledProducts(int out, int in, Supplier<Rows> rows) {
    super(out, in);
    int count = Math.ceilDiv(out, PANEL);
    long[] shape = {count, in / DEPTH_TOGETHER, PANEL, DEPTH_TOGETHER};
    panels = TensorScope.escape(torch.empty(shape, new TensorOptions(torch.ScalarType.Char), null));
    MemorySegment to = Tensors.memory(panels);
    Workers.share(
        count,
        () -> {
          Rows own = rows.get();
          int[] panel = new int[PANEL * in / DEPTH_TOGETHER];
          byte[] row = new byte[in];
          return index -> {
            fill(panel, index * PANEL, own, row);
            MemorySegment.copy(panel, 0, to, INT, (long) index * PANEL * in, panel.length);
          };
        });
  }

  /** Sets the columns of a panel to rows of the matrix; what is behind the last row is not used. */
  private void fill(int[] panel, int first, Rows rows, byte[] row) {
    MemorySegment groups = MemorySegment.ofArray(row);
    for (int column = 0; column < Math.min(PANEL, out() - first); column++) {
      rows.read(first + column, row);
      for (int i = 0; i < row.length / DEPTH_TOGETHER; i++) {
        panel[i * PANEL + column] = groups.get(INT_OF_BYTES, (long) i * DEPTH_TOGETHER);
      }
    }
  }

  @Override
  public Tensor of(Tensor x) {
    long rows = x.size(0);
    Tensor sums =
        torch.empty(new long[] {rows, out()}, new TensorOptions(torch.ScalarType.Int), null);
    MemorySegment from = Tensors.memory(x);
    MemorySegment weights = Tensors.memory(panels);
    MemorySegment to = Tensors.memory(sums);
    for (int column = 0; column < out(); column += PANEL) {
      BlockKernel.multiply(
          rows,
          Math.min(PANEL, out() - column),
          in(),
          from,
          weights.asSlice((long) column * in()),
          PANEL,
          to.asSlice((long) column * Integer.BYTES),
          out());
    }
    BlockKernel.release();
    return sums;
  }

  @Override
  public void close() {
    TensorScope.free(panels);
  }
}
