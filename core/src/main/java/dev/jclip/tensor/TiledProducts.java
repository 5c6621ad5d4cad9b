package dev.jclip.tensor;

import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Products by {@link BlockKernel}, a panel of columns after the other: a panel stays in the nearest
 * cache while all rows are multiplied with it.
 */
final class TiledProducts extends IntegerProducts {
  /** Neighbours in a column that the processor multiplies in one lane. */
  static final int DEPTH_TOGETHER = 4;

  private static final int PANEL = 128;

  /** [panels, in / 4, PANEL, 4], int8. */
  private final Tensor panels;

  /**
   * Packs a copy of a matrix.
   *
   * @param weight [out, in], int8
   */
  TiledProducts(Tensor weight) {
    super(weight);
    int count = Math.ceilDiv(out(), PANEL);
    try (TensorScope _ = TensorScope.inference()) {
      Tensor padded = torch.constant_pad_nd(weight, 0, 0, 0, (long) count * PANEL - out());
      panels =
          TensorScope.escape(
              padded
                  .view(count, PANEL, in() / DEPTH_TOGETHER, DEPTH_TOGETHER)
                  .permute(0, 2, 1, 3)
                  .contiguous());
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
