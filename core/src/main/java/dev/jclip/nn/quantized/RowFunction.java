package dev.jclip.nn.quantized;

/** Computes on one row of a matrix after the other. */
public interface RowFunction {
  /** Changes the values of a row. */
  void apply(int index, float[] row);

  /** This function, and then another. */
  default RowFunction andThen(RowFunction next) {
    return (index, row) -> {
      apply(index, row);
      next.apply(index, row);
    };
  }
}
