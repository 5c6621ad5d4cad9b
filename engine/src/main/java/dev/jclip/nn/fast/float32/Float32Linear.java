package dev.jclip.nn.fast.float32;

import dev.jclip.nn.fast.rows.RowMemory;
import dev.jclip.nn.fast.rows.Sharing;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.kernel.Float32Kernel;
import dev.jclip.tensor.kernel.MatrixMemory;
import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear layer in float32, a panel of columns after the other. Panels are so narrow that the
 * kernel needs no more of one in a moment than memory delivers, since the first rows are multiplied
 * while it comes. The owner of its memory: close it. Safe for many threads at once until then.
 */
public final class Float32Linear implements AutoCloseable {
  private static final int PANEL = 32;

  private final int in;
  private final float[] bias;
  private final Tensor panels;
  private final MemorySegment memory; // [panels, in, PANEL]

  /**
   * Packs a copy of a layer's tensors.
   *
   * @param weight [out, in], float32
   * @param bias [out], float32
   */
  public Float32Linear(Tensor weight, Tensor bias) {
    this.in = Math.toIntExact(weight.size(1));
    this.bias = Tensors.floats(bias);
    int count = Math.ceilDiv(out(), PANEL);
    try (TensorScope _ = TensorScope.inference()) {
      Tensor padded = torch.constant_pad_nd(weight, 0, 0, 0, (long) count * PANEL - out());
      panels = TensorScope.escape(padded.view(count, PANEL, in).transpose(1, 2).contiguous());
    }
    memory = Tensors.memory(panels);
  }

  /** The number of values in a row of what it gives. */
  public int out() {
    return bias.length;
  }

  /** What is to be added to each row of what it gives. */
  public float[] bias() {
    return bias;
  }

  /**
   * Sets rows to {@code x @ weight^T}, without the bias.
   *
   * @param y [rows, out]
   * @param x [rows, in]
   */
  public void setProducts(RowMemory y, RowMemory x, Sharing sharing) {
    forEachPanel(y, x, sharing, Float32Kernel::multiply);
  }

  /**
   * Adds {@code x @ weight^T} to rows, without the bias.
   *
   * @param y [rows, out]
   * @param x [rows, in]
   */
  public void addProducts(RowMemory y, RowMemory x, Sharing sharing) {
    forEachPanel(y, x, sharing, Float32Kernel::multiplyAndAdd);
  }

  private void forEachPanel(RowMemory y, RowMemory x, Sharing sharing, Product product) {
    int rows = x.count();
    sharing.forEach(
        Math.ceilDiv(out(), PANEL),
        () ->
            panel -> {
              int column = panel * PANEL;
              int columns = Math.min(PANEL, out() - column);
              long start = (long) column * in * Float.BYTES;
              var weights = new MatrixMemory(memory.asSlice(start), PANEL);
              product.accept(rows, columns, in, x.from(0, 0), weights, y.from(0, column));
            });
  }

  @FunctionalInterface
  private interface Product {
    void accept(
        long rows, long columns, long depth, MatrixMemory a, MatrixMemory b, MatrixMemory c);
  }

  @Override
  public void close() {
    TensorScope.free(panels);
  }
}
