package dev.jclip.detect;

import java.util.Objects;
import java.util.Optional;

/**
 * How likely each place of an image belongs to what a query asks for. The probabilities stand in a
 * grid over the whole image, which may be coarser or finer than its pixels; between the centres of
 * the grid's cells they are interpolated. Immutable.
 *
 * @param query the place of the query that it answers, among those that were asked; from 0
 * @param label the query's text, or the name of the image that served as one
 * @param imageWidth pixels in a row of the image
 * @param imageHeight rows of the image
 * @param columns cells in a row of the grid
 * @param rows rows of the grid
 * @param probabilities in 0..1, row by row from the top left; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Mask(
    int query,
    String label,
    int imageWidth,
    int imageHeight,
    int columns,
    int rows,
    float[] probabilities) {
  /**
   * @throws IllegalArgumentException if there is no pixel, or not one probability for each cell
   */
  public Mask {
    Objects.requireNonNull(label);
    if (imageWidth < 1 || imageHeight < 1) {
      throw new IllegalArgumentException(
          "image: expected at least 1x1 pixels, found %dx%d".formatted(imageWidth, imageHeight));
    }
    if (columns < 1 || rows < 1 || probabilities.length != (long) columns * rows) {
      throw new IllegalArgumentException(
          "probabilities: expected one for each of %dx%d cells, found %d"
              .formatted(columns, rows, probabilities.length));
    }
  }

  /**
   * How likely a place belongs to it.
   *
   * @param x distance from the image's left side in pixels; that of a pixel's centre is its column
   *     and a half
   * @param y distance from the image's upper side in pixels
   */
  public double at(double x, double y) {
    double column = Math.clamp(x / imageWidth * columns - 0.5, 0, columns - 1.0);
    double row = Math.clamp(y / imageHeight * rows - 0.5, 0, rows - 1.0);
    int left = (int) column;
    int top = (int) row;
    int right = Math.min(left + 1, columns - 1);
    int bottom = Math.min(top + 1, rows - 1);
    double upper = between(cell(left, top), cell(right, top), column - left);
    double lower = between(cell(left, bottom), cell(right, bottom), column - left);
    return between(upper, lower, row - top);
  }

  private static double between(double from, double to, double share) {
    return from + (to - from) * share;
  }

  private double cell(int column, int row) {
    return probabilities[row * columns + column];
  }

  /** The maximum probability of a cell. */
  public double best() {
    double best = 0;
    for (float probability : probabilities) {
      best = Math.max(best, probability);
    }
    return best;
  }

  /** The mean probability of the cells whose centres lie within a box; 0 where none does. */
  public double mean(Box box) {
    double sum = 0;
    int count = 0;
    for (int row = 0; row < rows; row++) {
      double y = (row + 0.5) * imageHeight / rows;
      for (int column = 0; column < columns && y >= box.top() && y < box.bottom(); column++) {
        double x = (column + 0.5) * imageWidth / columns;
        if (x >= box.left() && x < box.right()) {
          sum += cell(column, row);
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  /** The box around all cells with at least a probability; empty where there is none. */
  public Optional<Box> box(double threshold) {
    int left = columns;
    int top = rows;
    int right = -1;
    int bottom = -1;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] >= threshold) {
        left = Math.min(left, i % columns);
        right = Math.max(right, i % columns);
        top = Math.min(top, i / columns);
        bottom = i / columns;
      }
    }
    if (right < 0) {
      return Optional.empty();
    }
    double width = (double) imageWidth / columns;
    double height = (double) imageHeight / rows;
    return Optional.of(
        new Box(left * width, top * height, (right + 1) * width, (bottom + 1) * height));
  }
}
