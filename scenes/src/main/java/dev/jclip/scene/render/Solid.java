package dev.jclip.scene.render;

/**
 * A body by its signed distances, after Hart, "Sphere Tracing" (1996): negative inside, never
 * larger than the true distance outside.
 */
@FunctionalInterface
interface Solid {
  double distance(double x, double y, double z);

  default Solid and(Solid other) {
    return (x, y, z) -> Math.min(distance(x, y, z), other.distance(x, y, z));
  }

  default Solid without(Solid other) {
    return (x, y, z) -> Math.max(distance(x, y, z), -other.distance(x, y, z));
  }

  default Solid at(double dx, double dy, double dz) {
    return (x, y, z) -> distance(x - dx, y - dy, z - dz);
  }

  static Solid box(double halfX, double halfY, double halfZ, double rounding) {
    return (x, y, z) -> {
      double dx = Math.abs(x) - halfX + rounding;
      double dy = Math.abs(y) - halfY + rounding;
      double dz = Math.abs(z) - halfZ + rounding;
      return length(Math.max(dx, 0), Math.max(dy, 0), Math.max(dz, 0))
          + Math.min(Math.max(dx, Math.max(dy, dz)), 0)
          - rounding;
    };
  }

  static Solid ball(double radius) {
    return (x, y, z) -> length(x, y, z) - radius;
  }

  /** A ring in the plane of x and y. */
  static Solid torus(double radius, double thickness) {
    return (x, y, z) -> length(length(x, y, 0) - radius, 0, z) - thickness;
  }

  /** The lower half of a hollow ball, around the origin. */
  static Solid shell(double radius, double thickness) {
    return (x, y, z) -> {
      double r = length(x, 0, z);
      return (y > 0 ? length(r - radius, y, 0) : Math.abs(length(r, y, 0) - radius)) - thickness;
    };
  }

  /** A pyramid on a square, its sides sloping to a point. */
  static Solid pyramid(double half, double height) {
    double norm = length(half, height, 0);
    return (x, y, z) -> {
      double outward = Math.max(Math.abs(x), Math.abs(z));
      return Math.max(-y, (height * (outward - half) + half * y) / norm);
    };
  }

  /**
   * A profile turned around the upright axis.
   *
   * @param rounding of its edges
   * @param profile distances from the axis and heights of the corners, alternating
   */
  static Solid lathe(double rounding, double... profile) {
    return (x, y, z) -> Polygon.distance(profile, length(x, 0, z), y) - rounding;
  }

  private static double length(double x, double y, double z) {
    return Math.sqrt(x * x + y * y + z * z);
  }
}
