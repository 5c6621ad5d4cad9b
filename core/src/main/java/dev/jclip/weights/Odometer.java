package dev.jclip.weights;

/** Walks the positions of a strided array in row-major order. */
final class Odometer {
  private final long[] shape;
  private final long[] strides;
  private final long[] position;
  private long offset;

  Odometer(long[] shape, long[] strides) {
    this.shape = shape;
    this.strides = strides;
    this.position = new long[shape.length];
  }

  /** Elements from the first position to this one. */
  long offset() {
    return offset;
  }

  /** Moves to the next position, and from the last back to the first. */
  void advance() {
    for (int i = shape.length - 1; i >= 0; i--) {
      offset += strides[i];
      position[i]++;
      if (position[i] < shape[i]) {
        return;
      }
      offset -= strides[i] * shape[i];
      position[i] = 0;
    }
  }
}
