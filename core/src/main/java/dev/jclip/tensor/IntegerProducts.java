package dev.jclip.tensor;

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

  IntegerProducts(Tensor weight) {
    out = Math.toIntExact(weight.size(0));
    in = Math.toIntExact(weight.size(1));
  }

  /**
   * Packs a copy of a matrix.
   *
   * @param weight [out, in], int8
   */
  public static IntegerProducts pack(Tensor weight) {
    return BlockKernel.exists() && weight.size(1) % TiledProducts.DEPTH_TOGETHER == 0
        ? new TiledProducts(weight)
        : new EngineProducts(weight);
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
