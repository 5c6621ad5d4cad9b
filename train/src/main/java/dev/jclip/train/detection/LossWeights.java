package dev.jclip.train.detection;

/**
 * What the parts of the loss, and of the cost of matching an object with a cell, are multiplied
 * with.
 *
 * @param queries of the focal loss of the answers to the queries, and of the objectness
 * @param boxes of the absolute differences of the boxes' numbers
 * @param overlap of what the generalised intersections over unions lack of 1
 * @param alpha the share of the right answers in the focal loss, in (0, 1)
 * @param gamma how much less what is right already counts in the focal loss, 0 or more
 */
public record LossWeights(
    double queries, double boxes, double overlap, double alpha, double gamma) {
  /** Those of Deformable DETR (arXiv 2010.04159). */
  public static final LossWeights DEFORMABLE_DETR = new LossWeights(2, 5, 2, 0.25, 2);

  /** Checks the ranges. */
  public LossWeights {
    requireWeight("class weight", queries);
    requireWeight("box weight", boxes);
    requireWeight("overlap weight", overlap);
    requireWeight("focal gamma", gamma);
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("focal alpha: expected in (0, 1), found " + alpha);
    }
  }

  private static void requireWeight(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + ": expected 0 or more, found " + value);
    }
  }
}
