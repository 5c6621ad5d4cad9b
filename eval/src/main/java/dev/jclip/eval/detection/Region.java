package dev.jclip.eval.detection;

/**
 * A box as COCO's files write it, in pixels. Its sides are kept as they were read: corners that are
 * computed from them are rounded, and would move an overlap across a threshold now and then.
 *
 * @param x of the left side
 * @param y of the upper side
 * @param width at least 0
 * @param height at least 0
 */
public record Region(double x, double y, double width, double height) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is not finite, or a side has a negative length
   */
  public Region {
    if (!Double.isFinite(x)
        || !Double.isFinite(y)
        || !(width >= 0 && height >= 0)
        || !Double.isFinite(width * height)) {
      throw new IllegalArgumentException(
          "expected a box of finite x, y, width and height with sides of at least 0, found [%s, %s, %s, %s]"
              .formatted(x, y, width, height));
    }
  }

  /** The area in square pixels. */
  public double area() {
    return width * height;
  }

  /**
   * How far this box of a detection covers a true one: the intersection over the union, or, for a
   * crowd, over this box alone, since a crowd's box holds many objects.
   */
  double overlap(TruthBox truth) {
    Region other = truth.region();
    double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    if (across <= 0 || down <= 0) {
      return 0;
    }
    double both = across * down;
    return both / (truth.crowd() ? area() : area() + other.area() - both);
  }
}
