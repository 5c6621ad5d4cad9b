package dev.jclip.grounding.track;

import java.util.Arrays;

/**
 * Pairs of rows and columns with the greatest sum of gains, by the Hungarian algorithm with
 * potentials (Kuhn 1955, Munkres 1957), in time O(n³).
 */
final class Assignment {
  /** A row or column that stays alone. */
  static final int NONE = -1;

  private Assignment() {}

  /**
   * The column of each row, or {@link #NONE}.
   *
   * @param gains [rows][columns]; where one is not above 0, row and column are never a pair
   */
  static int[] best(double[][] gains) {
    int rows = gains.length;
    int columns = rows == 0 ? 0 : gains[0].length;
    // Each row has a column of its own, of gain 0, beside the given ones, so that it may stay
    // alone.
    int[] rowOf = new int[columns + rows];
    Arrays.fill(rowOf, NONE);
    double[] ofRow = new double[rows];
    double[] ofColumn = new double[columns + rows];
    for (int row = 0; row < rows; row++) {
      augment(row, gains, columns, rowOf, ofRow, ofColumn);
    }
    int[] columnOf = new int[rows];
    Arrays.fill(columnOf, NONE);
    for (int column = 0; column < columns; column++) {
      if (rowOf[column] != NONE && gains[rowOf[column]][column] > 0) {
        columnOf[rowOf[column]] = column;
      }
    }
    return columnOf;
  }

  private static double cost(double[][] gains, int columns, int row, int column) {
    return column < columns ? -Math.max(gains[row][column], 0) : 0;
  }

  /** The shortest path that ends in a free column, along which rows exchange their columns. */
  private static void augment(
      int start, double[][] gains, int columns, int[] rowOf, double[] ofRow, double[] ofColumn) {
    int all = rowOf.length;
    double[] distance = new double[all];
    int[] before = new int[all];
    boolean[] done = new boolean[all];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(before, NONE);
    int row = start;
    int column = NONE;
    double reached = 0;
    while (row != NONE) {
      int nearest = NONE;
      for (int j = 0; j < all; j++) {
        if (done[j]) {
          continue;
        }
        double through = reached + cost(gains, columns, row, j) - ofRow[row] - ofColumn[j];
        if (through < distance[j]) {
          distance[j] = through;
          before[j] = column;
        }
        if (nearest == NONE || distance[j] < distance[nearest]) {
          nearest = j;
        }
      }
      column = nearest;
      reached = distance[column];
      done[column] = true;
      row = rowOf[column];
    }
    ofRow[start] += reached;
    for (int j = 0; j < all; j++) {
      if (done[j] && j != column) {
        ofRow[rowOf[j]] += reached - distance[j];
        ofColumn[j] -= reached - distance[j];
      }
    }
    ofColumn[column] -= reached - distance[column];
    while (before[column] != NONE) {
      rowOf[column] = rowOf[before[column]];
      column = before[column];
    }
    rowOf[column] = start;
  }
}
