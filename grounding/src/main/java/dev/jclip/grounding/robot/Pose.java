package dev.jclip.grounding.robot;

/**
 * A place and a direction in space.
 *
 * @param frameId names the axes that both refer to
 */
public record Pose(Position position, Orientation orientation, String frameId) {
  /** A pose that is not known: the origin of no frame. */
  public static final Pose NOWHERE = new Pose(new Position(0, 0, 0), Orientation.NONE, "");

  /** A place, in metres. */
  public record Position(double x, double y, double z) {
    /**
     * @throws IllegalArgumentException if a number is not finite
     */
    public Position {
      if (!Double.isFinite(x + y + z)) {
        throw new IllegalArgumentException(
            "position: expected finite metres, found (%s, %s, %s)".formatted(x, y, z));
      }
    }
  }

  /** A rotation, as a quaternion of length 1. */
  public record Orientation(double x, double y, double z, double w) {
    /** As the frame's axes. */
    public static final Orientation NONE = new Orientation(0, 0, 0, 1);

    /**
     * @throws IllegalArgumentException if the length is not 1
     */
    public Orientation {
      double length = Math.sqrt(x * x + y * y + z * z + w * w);
      if (!(Math.abs(length - 1) < 1e-3)) {
        throw new IllegalArgumentException(
            "orientation: expected a quaternion of length 1, found (%s, %s, %s, %s)"
                .formatted(x, y, z, w));
      }
    }
  }
}
