package dev.jclip.tensor;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A matrix of float64 in native memory, for products with many small ones. The owner of its memory:
 * close it. For one thread.
 */
public final class NativeMatrix implements AutoCloseable {
  private final Tensor values; // [R, C]
  private final int rows;
  private final int columns;

  /**
   * Copies a matrix.
   *
   * @param values in row-major order
   * @param rows R
   * @param columns C
   */
  public NativeMatrix(double[] values, int rows, int columns) {
    requireSize("values", values, rows, columns);
    this.rows = rows;
    this.columns = columns;
    try (TensorScope _ = TensorScope.inference()) {
      this.values = TensorScope.escape(Tensor.create(values, rows, columns));
    }
  }

  /** The number R of rows. */
  public int rows() {
    return rows;
  }

  /** The number C of columns. */
  public int columns() {
    return columns;
  }

  /**
   * This matrix times another.
   *
   * @param right [C, W] in row-major order
   * @param width W
   * @return [R, W] in row-major order
   */
  public double[] times(double[] right, int width) {
    requireSize("right", right, columns, width);
    try (TensorScope _ = TensorScope.inference()) {
      return doubles(values.matmul(Tensor.create(right, columns, width)));
    }
  }

  /**
   * This matrix transposed times another.
   *
   * @param right [R, W] in row-major order
   * @param width W
   * @return [C, W] in row-major order
   */
  public double[] transposedTimes(double[] right, int width) {
    requireSize("right", right, rows, width);
    try (TensorScope _ = TensorScope.inference()) {
      return doubles(values.t().matmul(Tensor.create(right, rows, width)));
    }
  }

  /**
   * The directions in which the rows spread, from minimum to maximum spread: the eigenvectors of
   * this matrix transposed times itself, by rising eigenvalue.
   *
   * @return [C, C] in row-major order, a column each, of norm 1
   */
  public double[] principalAxes() {
    try (TensorScope _ = TensorScope.inference()) {
      return doubles(torch.linalg_eigh(values.t().matmul(values)).get1());
    }
  }

  private static double[] doubles(Tensor tensor) {
    Tensor plain = tensor.contiguous();
    double[] values = new double[Math.toIntExact(plain.numel())];
    new DoublePointer(plain.data_ptr()).get(values);
    return values;
  }

  private static void requireSize(String name, double[] values, int rows, int columns) {
    if (values.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "%s: expected %d x %d values, found %d".formatted(name, rows, columns, values.length));
    }
  }

  @Override
  public void close() {
    TensorScope.free(values);
  }
}
