package dev.jclip.weights;

import java.util.Arrays;

/**
 * How the elements of a tensor lie in memory: the size of each dimension and the distance, in
 * elements, between neighbours along it. Counts are computed once, checked for overflow. Immutable.
 */
final class Layout {
  private static final int MAX_RANK = 32;

  private final long[] shape;
  private final long[] strides;
  private final long count;
  private final long span;

  private Layout(long[] shape, long[] strides) {
    this.shape = shape;
    this.strides = strides;
    this.count = Arrays.stream(shape).anyMatch(size -> size == 0) ? 0 : product(shape);
    this.span = count == 0 ? 0 : Math.addExact(last(shape, strides), 1);
  }

  /**
   * The layout without gaps, last dimension innermost.
   *
   * @throws IllegalArgumentException if a size is negative, or there are too many sizes or elements
   */
  static Layout rowMajor(long[] shape) {
    require(shape, "sizes");
    try {
      return new Layout(shape.clone(), rowMajorStrides(shape));
    } catch (ArithmeticException e) {
      throw overflow(shape, e);
    }
  }

  /**
   * Any layout.
   *
   * @throws IllegalArgumentException if a size or stride is negative, they are not equally many, or
   *     there are too many sizes or elements
   */
  static Layout of(long[] shape, long[] strides) {
    require(shape, "sizes");
    require(strides, "strides");
    if (shape.length != strides.length) {
      throw new IllegalArgumentException(
          "expected a stride for each of %d sizes, found %d"
              .formatted(shape.length, strides.length));
    }
    try {
      return new Layout(shape.clone(), strides.clone());
    } catch (ArithmeticException e) {
      throw overflow(shape, e);
    }
  }

  long[] shape() {
    return shape.clone();
  }

  long[] strides() {
    return strides.clone();
  }

  /** The number of elements. */
  long count() {
    return count;
  }

  /** Elements from the first to the last one in memory, both included; 0 if there are none. */
  long span() {
    return span;
  }

  /** Whether the elements lie in row-major order without gaps. */
  boolean isRowMajor() {
    long expected = 1;
    for (int i = shape.length - 1; i >= 0 && count > 0; i--) {
      if (shape[i] > 1 && strides[i] != expected) {
        return false;
      }
      expected *= shape[i];
    }
    return true;
  }

  /** The size of the innermost dimension; 1 for a scalar. */
  long rowLength() {
    return shape.length == 0 ? 1 : shape[shape.length - 1];
  }

  /** The stride of the innermost dimension; 1 for a scalar. */
  long rowStride() {
    return shape.length == 0 ? 1 : strides[strides.length - 1];
  }

  /** The positions of all elements, in row-major order. */
  Odometer elements() {
    return new Odometer(shape, strides);
  }

  /** The positions of the first element of each row. */
  Odometer rows() {
    int outer = Math.max(0, shape.length - 1);
    return new Odometer(Arrays.copyOf(shape, outer), Arrays.copyOf(strides, outer));
  }

  /** The shape. */
  @Override
  public String toString() {
    return Arrays.toString(shape);
  }

  private static long[] rowMajorStrides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride = Math.multiplyExact(stride, Math.max(1, shape[i]));
    }
    return strides;
  }

  private static long product(long[] shape) {
    return Math.multiplyExact(Arrays.stream(shape).reduce(1, Math::multiplyExact), Long.BYTES)
        / Long.BYTES;
  }

  private static long last(long[] shape, long[] strides) {
    long last = 0;
    for (int i = 0; i < shape.length; i++) {
      last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
    }
    return Math.multiplyExact(last, Long.BYTES) / Long.BYTES;
  }

  private static void require(long[] values, String what) {
    if (values.length > MAX_RANK) {
      throw new IllegalArgumentException(
          "expected at most %d %s, found %d".formatted(MAX_RANK, what, values.length));
    }
    if (Arrays.stream(values).anyMatch(value -> value < 0)) {
      throw new IllegalArgumentException(
          "expected %s from 0, found %s".formatted(what, Arrays.toString(values)));
    }
  }

  private static IllegalArgumentException overflow(long[] shape, ArithmeticException cause) {
    return new IllegalArgumentException(
        "shape " + Arrays.toString(shape) + " has more bytes than a file can", cause);
  }
}
