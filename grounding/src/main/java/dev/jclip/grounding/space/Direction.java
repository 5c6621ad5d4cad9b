package dev.jclip.grounding.space;

/**
 * A direction: a vector of length 1.
 *
 * @param <F> the frame of the coordinates
 */
public record Direction<F extends Frame>(double x, double y, double z) {
  private static final double ROUNDING = 1e-6;

  /**
   * @throws IllegalArgumentException if the length is not 1; {@link #of} takes any length
   */
  public Direction {
    if (!(Math.abs(Math.sqrt(x * x + y * y + z * z) - 1) < ROUNDING)) {
      throw new IllegalArgumentException(
          "expected a direction of length 1, found (%s, %s, %s)".formatted(x, y, z));
    }
  }

  /** The direction of a vector of any length but 0. */
  public static <F extends Frame> Direction<F> of(double x, double y, double z) {
    return of(new Vec(x, y, z));
  }

  static <F extends Frame> Direction<F> of(Vec vector) {
    Vec unit = vector.unit();
    return new Direction<>(unit.x(), unit.y(), unit.z());
  }

  Vec vector() {
    return new Vec(x, y, z);
  }

  /** The opposite direction. */
  public Direction<F> opposite() {
    return new Direction<>(-x, -y, -z);
  }
}
