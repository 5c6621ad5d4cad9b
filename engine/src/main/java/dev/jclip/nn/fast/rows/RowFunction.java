package dev.jclip.nn.fast.rows;

/** Takes one row of a matrix after the other. */
public interface RowFunction {
  /**
   * Takes a row.
   *
   * @param index which it is
   * @param row its values, to read or to change; valid during the call
   */
  void apply(int index, float[] row);
}
