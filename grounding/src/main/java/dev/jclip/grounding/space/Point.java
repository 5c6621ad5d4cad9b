package dev.jclip.grounding.space;

/**
 * A point.
 *
 * @param <F> the frame of the coordinates
 * @param x in metres
 * @param y in metres
 * @param z in metres
 */
public record Point<F extends Frame>(double x, double y, double z) {
  /**
   * @throws IllegalArgumentException if a coordinate is not finite
   */
  public Point {
    if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z)) {
      throw new IllegalArgumentException(
          "expected a point of finite coordinates in metres, found (%s, %s, %s)"
              .formatted(x, y, z));
    }
  }

  static <F extends Frame> Point<F> of(Vec vector) {
    return new Point<>(vector.x(), vector.y(), vector.z());
  }

  Vec vector() {
    return new Vec(x, y, z);
  }

  /** The distance to another point of the same frame, in metres. */
  public double distance(Point<F> other) {
    return vector().minus(other.vector()).length();
  }
}
