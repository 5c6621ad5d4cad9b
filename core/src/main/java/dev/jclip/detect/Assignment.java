package dev.jclip.detect;

import java.util.Arrays;

/**
 * Gives things to places so that all together cost least, each place to one thing at most: the
 * assignment problem, solved exactly by shortest augmenting paths (Jonker and Volgenant 1987) in a
 * time of rows² times columns. Of equally cheap assignments always the same one is found.
 */
public final class Assignment {
  private static final int NONE = -1;

  private final double[][] costs;
  private final int columns;

  /** What is taken off the costs of a row and a column, so that those of the assigned are 0. */
  private final double[] rowPrices;

  private final double[] columnPrices;
  private final int[] rowOf;

  /** Takes at least as many columns as rows. */
  private Assignment(double[][] costs, int columns) {
    this.costs = costs;
    this.columns = columns;
    rowPrices = new double[costs.length];
    columnPrices = new double[columns];
    rowOf = new int[columns];
    Arrays.fill(rowOf, NONE);
  }

  /**
   * The cheapest assignment.
   *
   * @param costs of each row in each column, all finite; rows of one length
   * @return for each row its column; -1 for those that get none where there are more rows than
   *     columns
   * @throws IllegalArgumentException if the rows have different lengths, or a cost is not finite
   */
  public static int[] cheapest(double[][] costs) {
    int columns = costs.length == 0 ? 0 : costs[0].length;
    for (double[] row : costs) {
      require(row, columns);
    }
    return costs.length <= columns
        ? new Assignment(costs, columns).columnOfEachRow()
        : new Assignment(transposed(costs, columns), costs.length).rowOfEachColumn();
  }

  private static void require(double[] row, int columns) {
    if (row.length != columns) {
      throw new IllegalArgumentException(
          "costs: expected rows of one length, found %d and %d".formatted(columns, row.length));
    }
    for (double cost : row) {
      if (!Double.isFinite(cost)) {
        throw new IllegalArgumentException("costs: expected finite numbers, found " + cost);
      }
    }
  }

  private static double[][] transposed(double[][] costs, int columns) {
    double[][] transposed = new double[columns][costs.length];
    for (int row = 0; row < costs.length; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column][row] = costs[row][column];
      }
    }
    return transposed;
  }

  private int[] columnOfEachRow() {
    int[] columnOf = new int[costs.length];
    int[] rows = rowOfEachColumn();
    for (int column = 0; column < columns; column++) {
      if (rows[column] != NONE) {
        columnOf[rows[column]] = column;
      }
    }
    return columnOf;
  }

  private int[] rowOfEachColumn() {
    for (int row = 0; row < costs.length; row++) {
      augment(row);
    }
    return rowOf;
  }

  /** Gives one more row a column, along the cheapest path of rows that change theirs (Dijkstra). */
  private void augment(int newRow) {
    double[] distance = new double[columns];
    int[] before = new int[columns];
    boolean[] done = new boolean[columns];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(before, NONE);
    int row = newRow;
    int last = NONE;
    double length = 0;
    while (row != NONE) {
      int nearest = NONE;
      for (int column = 0; column < columns; column++) {
        if (done[column]) {
          continue;
        }
        double through = length + costs[row][column] - rowPrices[row] - columnPrices[column];
        if (through < distance[column]) {
          distance[column] = through;
          before[column] = last;
        }
        if (nearest == NONE || distance[column] < distance[nearest]) {
          nearest = column;
        }
      }
      done[nearest] = true;
      length = distance[nearest];
      last = nearest;
      row = rowOf[nearest];
    }
    reprice(newRow, distance, done, length);
    while (last != NONE) {
      int previous = before[last];
      rowOf[last] = previous == NONE ? newRow : rowOf[previous];
      last = previous;
    }
  }

  private void reprice(int newRow, double[] distance, boolean[] done, double length) {
    rowPrices[newRow] += length;
    for (int column = 0; column < columns; column++) {
      if (done[column]) {
        double lead = length - distance[column];
        columnPrices[column] -= lead;
        if (rowOf[column] != NONE) {
          rowPrices[rowOf[column]] += lead;
        }
      }
    }
  }
}
