package dev.jclip.grounding.space;

import dev.jclip.grounding.space.Frame.Camera;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The plane that most of some points lie on, by random samples of three (Fischler and Bolles,
 * Random Sample Consensus, 1981) and then by least squares. With the eye at the origin, a plane
 * that does not lead through it is {@code q · p = 1}, and the inverse depth of a pixel is {@code q}
 * times its ray: linear, whatever the plane's slope. The same points give the same plane.
 */
final class PlaneFit {
  /** Depths that differ less, as a share, are of the plane. */
  private static final double NEAR = 0.006;

  private static final int TRIES = 100;
  private static final int FEWEST = 20;

  private PlaneFit() {}

  /** The plane that at least half of the points lie on, with the camera above it. */
  static Optional<Plane<Camera>> of(List<Vec> points) {
    if (points.size() < FEWEST) {
      return Optional.empty();
    }
    var random = new Random(1);
    Optional<Vec> best = Optional.empty();
    long most = points.size() / 2;
    for (int i = 0; i < TRIES; i++) {
      List<Vec> sample = List.of(any(points, random), any(points, random), any(points, random));
      Optional<Vec> plane = leastSquares(sample);
      long near = plane.map(q -> points.stream().filter(p -> isNear(q, p)).count()).orElse(0L);
      if (near > most) {
        most = near;
        best = plane;
      }
    }
    return best.flatMap(
            q -> leastSquares(points.stream().filter(point -> isNear(q, point)).toList()))
        .map(q -> new Plane<>(Direction.of(q.times(-1)), 1 / q.length()));
  }

  private static Vec any(List<Vec> points, Random random) {
    return points.get(random.nextInt(points.size()));
  }

  private static boolean isNear(Vec plane, Vec point) {
    return Math.abs(plane.dot(point) - 1) < NEAR;
  }

  /** The q with the least squares of {@code q · ray - 1 / depth}; none for points on a line. */
  private static Optional<Vec> leastSquares(List<Vec> points) {
    Vec rowX = new Vec(0, 0, 0);
    Vec rowY = rowX;
    Vec rowZ = rowX;
    Vec right = rowX;
    for (Vec point : points) {
      Vec ray = point.times(1 / point.z());
      rowX = rowX.plus(ray.times(ray.x()));
      rowY = rowY.plus(ray.times(ray.y()));
      rowZ = rowZ.plus(ray);
      right = right.plus(ray.times(1 / point.z()));
    }
    double determinant = rowX.dot(rowY.cross(rowZ));
    if (Math.abs(determinant) < 1e-15) {
      return Optional.empty();
    }
    Vec q =
        rowY.cross(rowZ)
            .times(right.x())
            .plus(rowZ.cross(rowX).times(right.y()))
            .plus(rowX.cross(rowY).times(right.z()))
            .times(1 / determinant);
    return q.length() > 1e-9 ? Optional.of(q) : Optional.empty();
  }
}
