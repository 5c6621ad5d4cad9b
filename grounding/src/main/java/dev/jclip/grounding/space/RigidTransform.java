package dev.jclip.grounding.space;

import java.util.List;

/**
 * How coordinates of one frame become those of another: a rotation, then a shift in metres.
 * Immutable.
 *
 * @param <A> the frame that coordinates are given in
 * @param <B> the frame that they are wanted in
 */
public final class RigidTransform<A extends Frame, B extends Frame> {
  private static final double ROUNDING = 1e-3;

  /** The rotation's rows. */
  private final Vec first;

  private final Vec second;
  private final Vec third;
  private final Vec shift;

  private RigidTransform(Vec first, Vec second, Vec third, Vec shift) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.shift = shift;
  }

  /**
   * By a matrix.
   *
   * @param matrix 16 numbers, row after row, of which the last four are 0, 0, 0, 1; the fourth of
   *     each other row is in metres
   * @throws IllegalArgumentException if it is not a rotation with a shift
   */
  public static <A extends Frame, B extends Frame> RigidTransform<A, B> ofMatrix(
      List<Double> matrix) {
    if (matrix.size() != 16 || !matrix.subList(12, 16).equals(List.of(0.0, 0.0, 0.0, 1.0))) {
      throw new IllegalArgumentException(
          "expected a matrix of 16 numbers, row after row, that ends in 0, 0, 0, 1, found "
              + matrix);
    }
    var transform =
        new RigidTransform<A, B>(
            row(matrix, 0),
            row(matrix, 4),
            row(matrix, 8),
            new Vec(matrix.get(3), matrix.get(7), matrix.get(11)));
    transform.requireRotation();
    return transform;
  }

  private static Vec row(List<Double> matrix, int at) {
    return new Vec(matrix.get(at), matrix.get(at + 1), matrix.get(at + 2));
  }

  /**
   * By a quaternion and a shift, in the order of ROS's messages.
   *
   * @param x of the quaternion
   * @param y of the quaternion
   * @param z of the quaternion
   * @param w of the quaternion; the four have length 1
   * @param origin where the given frame's origin is in the wanted frame
   * @throws IllegalArgumentException if the quaternion's length is not 1
   */
  public static <A extends Frame, B extends Frame> RigidTransform<A, B> ofQuaternion(
      double x, double y, double z, double w, Point<B> origin) {
    if (!(Math.abs(Math.sqrt(x * x + y * y + z * z + w * w) - 1) < ROUNDING)) {
      throw new IllegalArgumentException(
          "expected a quaternion x, y, z, w of length 1, found (%s, %s, %s, %s)"
              .formatted(x, y, z, w));
    }
    return new RigidTransform<>(
        new Vec(1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        new Vec(2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        new Vec(2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
        origin.vector());
  }

  private void requireRotation() {
    boolean square =
        isOne(first.dot(first))
            && isOne(second.dot(second))
            && isOne(third.dot(third))
            && isOne(1 + first.dot(second))
            && isOne(1 + second.dot(third))
            && isOne(1 + third.dot(first));
    if (!square || !isOne(first.cross(second).dot(third))) {
      throw new IllegalArgumentException(
          "expected a rotation, three rows of length 1 at right angles with determinant 1, found determinant %.6f of %s"
              .formatted(first.cross(second).dot(third), List.of(first, second, third)));
    }
    Point.of(shift);
  }

  private static boolean isOne(double value) {
    return Math.abs(value - 1) < ROUNDING;
  }

  private Vec rotated(Vec vector) {
    return new Vec(first.dot(vector), second.dot(vector), third.dot(vector));
  }

  /** A point in the wanted frame. */
  public Point<B> apply(Point<A> point) {
    return Point.of(rotated(point.vector()).plus(shift));
  }

  /** A direction in the wanted frame. */
  public Direction<B> apply(Direction<A> direction) {
    return Direction.of(rotated(direction.vector()));
  }

  /** The way back. */
  public RigidTransform<B, A> inverse() {
    var back =
        new RigidTransform<B, A>(
            new Vec(first.x(), second.x(), third.x()),
            new Vec(first.y(), second.y(), third.y()),
            new Vec(first.z(), second.z(), third.z()),
            new Vec(0, 0, 0));
    return new RigidTransform<>(back.first, back.second, back.third, back.rotated(shift).times(-1));
  }
}
