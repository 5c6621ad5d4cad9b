package dev.jclip.grounding.robot;

/**
 * The box around an object in space, with sides along the axes of its own pose.
 *
 * @param center its middle and how it is turned
 * @param sizeX length along its first axis, in metres
 * @param sizeY length along its second axis, in metres
 * @param sizeZ length along its third axis, in metres
 */
public record SpaceBox(Pose center, double sizeX, double sizeY, double sizeZ) {
  /**
   * @throws IllegalArgumentException if a length is negative or not finite
   */
  public SpaceBox {
    if (!(sizeX >= 0 && sizeY >= 0 && sizeZ >= 0 && Double.isFinite(sizeX + sizeY + sizeZ))) {
      throw new IllegalArgumentException(
          "size: expected finite metres of at least 0, found (%s, %s, %s)"
              .formatted(sizeX, sizeY, sizeZ));
    }
  }
}
