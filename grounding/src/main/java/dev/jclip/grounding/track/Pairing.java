package dev.jclip.grounding.track;

import dev.jclip.detect.Assignment;
import java.util.stream.IntStream;

/** Pairs of rows and columns with the greatest sum of gains, of which any may stay alone. */
final class Pairing {
  /** A row that stays alone. */
  static final int NONE = -1;

  private Pairing() {}

  /**
   * The column of each row, or {@link #NONE}.
   *
   * @param gains [rows][columns]; where one is not above 0, row and column are never a pair
   */
  static int[] best(double[][] gains) {
    int rows = gains.length;
    int columns = rows == 0 ? 0 : gains[0].length;
    // Beside the given columns each row has one more, at no cost, so that it may stay alone.
    double[][] costs = new double[rows][columns + rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        costs[row][column] = -Math.max(gains[row][column], 0);
      }
    }
    int[] columnOf = Assignment.cheapest(costs);
    return IntStream.range(0, rows)
        .map(row -> costs[row][columnOf[row]] < 0 ? columnOf[row] : NONE)
        .toArray();
  }
}
