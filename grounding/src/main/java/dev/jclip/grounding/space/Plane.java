package dev.jclip.grounding.space;

/**
 * A plane such as a table's.
 *
 * @param <F> the frame of its coordinates
 * @param normal the direction that is up
 * @param originHeight how high the frame's origin is above it, in metres; negative for one below
 */
public record Plane<F extends Frame>(Direction<F> normal, double originHeight) {
  /** The plane through a point. */
  public static <F extends Frame> Plane<F> through(Point<F> point, Direction<F> normal) {
    return new Plane<>(normal, -normal.vector().dot(point.vector()));
  }

  /** How high a point is above the plane, in metres. */
  public double height(Point<F> point) {
    return height(point.vector());
  }

  double height(Vec point) {
    return normal.vector().dot(point) + originHeight;
  }

  /** The plane in another frame. */
  public <G extends Frame> Plane<G> in(RigidTransform<F, G> transform) {
    Point<F> foot = Point.of(normal.vector().times(-originHeight));
    return through(transform.apply(foot), transform.apply(normal));
  }
}
