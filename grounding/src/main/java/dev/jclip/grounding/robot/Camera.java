package dev.jclip.grounding.robot;

/**
 * How a camera without distortion projects: a point (x, y, z) of its frame, with x to the right, y
 * down and z forward, is seen at pixel (fx x/z + cx, fy y/z + cy).
 *
 * @param width of the image in pixels
 * @param height of the image in pixels
 * @param fx focal length in pixels across
 * @param fy focal length in pixels down
 * @param cx of the point that the camera's axis meets, from the image's left side
 * @param cy of the point that the camera's axis meets, from the image's upper side
 */
public record Camera(int width, int height, double fx, double fy, double cx, double cy) {
  /**
   * @throws IllegalArgumentException if a focal length is not above 0, or a number is not finite
   */
  public Camera {
    if (!(fx > 0 && fy > 0 && Double.isFinite(fx + fy + cx + cy))) {
      throw new IllegalArgumentException(
          "camera: expected finite numbers with focal lengths above 0, found fx %s, fy %s, cx %s, cy %s"
              .formatted(fx, fy, cx, cy));
    }
  }
}
