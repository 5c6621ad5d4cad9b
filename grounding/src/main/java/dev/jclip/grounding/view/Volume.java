package dev.jclip.grounding.view;

/**
 * Where an object is in space, and how large it is, in metres. The frame is the camera's: x to the
 * right, y downwards, z forwards.
 *
 * @param x of the object's centre
 * @param y of the object's centre
 * @param z of the object's centre
 * @param width from its left to its right end
 * @param height from its lowest to its highest point
 */
public record Volume(double x, double y, double z, double width, double height) {
  /**
   * @throws IllegalArgumentException if a number is not finite or a length is negative
   */
  public Volume {
    if (!Double.isFinite(x + y + z + width + height) || width < 0 || height < 0) {
      throw new IllegalArgumentException(
          "a volume needs a finite centre and lengths of at least 0, not (%s, %s, %s), %s by %s"
              .formatted(x, y, z, width, height));
    }
  }
}
