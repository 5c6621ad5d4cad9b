package dev.jclip.tensor.onednn;

import dev.jclip.tensor.kernel.BlockKernel;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A matrix of 8-bit integers, laid out for this processor, with which rows of 8-bit integers are
 * multiplied. The owner of its memory: close it. Safe for many threads at once until then; without
 * gradients.
 */
public abstract sealed class IntegerProducts implements AutoCloseable
    permits TiledProducts, EngineProducts {
  private final int in;
  private final int out;

  IntegerProducts(int out, int in) {
    this.out = out;
    this.in = in;
  }

  /** A matrix that is made row by row, each once, in any order. For one thread. */
  public interface Rows {
    /** Makes a row. */
    void read(int index, byte[] into);
  }

  /**
   * Packs a matrix.
   *
   * @param rows makes the matrix [out, in], for each thread that packs some of it
   */
  public static IntegerProducts pack(int out, int in, Supplier<Rows> rows) {
    return BlockKernel.exists() && in % TiledProducts.DEPTH_TOGETHER == 0
        ? new TiledProducts(out, in, rows)
        : new EngineProducts(out, in, rows);
  }

  /**
   * The rows this processor works on at once: it takes as long for other counts as for the next
   * multiple.
   */
  public static int rowsAtOnce() {
    return BlockKernel.exists() ? BlockKernel.rowsAtOnce() : 1;
  }

  /** The number of values in a row of what it takes. */
  public int in() {
    return in;
  }

  /** The number of values in a row of what it gives. */
  public int out() {
    return out;
  }

  /**
   * {@code x @ weight^T}, on the calling thread where the processor has a kernel for it.
   *
   * @param x [M, in], uint8, contiguous
   * @return [M, out], int32
   */
  public abstract Tensor of(Tensor x);

  @Override
  public abstract void close();
}
