package dev.jclip.nn.fast.rows;

import dev.jclip.tensor.kernel.RowMath;

/**
 * The order in which the weights of a softmax are computed for rows of logits that are in memory
 * together: {@code exp(logit - greatest)}, and their sums.
 *
 * <p>One pass finds the greatest logit of all rows, and exponentials are taken less that one, not
 * less the greatest of their own row. That is as exact for rows whose own greatest is not far below
 * it. If there is a row whose weights are too small for the numbers that are computed in, all
 * weights are computed anew, less the greatest of their rows. For one thread.
 */
public final class RowSoftmax {
  private final int columns;
  private final int stride;
  private final float[] extremes = new float[2];

  /**
   * Prepares for rows of a shape.
   *
   * @param columns how many logits a row has
   * @param stride the distance from a row to the next one; what is behind the columns of a row
   *     counts as logits where the greatest of all is looked for, and stays at most 0 when the
   *     greatest of its row is subtracted
   */
  public RowSoftmax(int columns, int stride) {
    this.columns = columns;
    this.stride = stride;
  }

  /** Takes exponentials of all logits. */
  @FunctionalInterface
  public interface Exponentials {
    /** Sets all weights to {@code exp(logit - greatest)}. */
    void setWeights(float greatest);
  }

  /** Adds weights up. */
  @FunctionalInterface
  public interface Sums {
    /**
     * Adds up the weights of each row.
     *
     * @return whether those of every row are large enough to be exact
     */
    boolean addUp();
  }

  /**
   * Computes weights and sums.
   *
   * @param logits the logits of some rows, from the first one on; may be changed
   * @param rows how many rows
   */
  public void apply(float[] logits, int rows, Exponentials exponentials, Sums sums) {
    RowMath.extremes(logits, rows * stride, extremes);
    exponentials.setWeights(extremes[1]);
    if (!sums.addUp()) {
      subtractGreatestOfRows(logits, rows);
      exponentials.setWeights(0);
      sums.addUp();
    }
  }

  private void subtractGreatestOfRows(float[] logits, int rows) {
    for (int row = 0; row < rows; row++) {
      int first = row * stride;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < columns; i++) {
        greatest = Math.max(greatest, logits[first + i]);
      }
      for (int i = 0; i < stride; i++) {
        logits[first + i] = Math.min(logits[first + i] - greatest, 0);
      }
    }
  }
}
