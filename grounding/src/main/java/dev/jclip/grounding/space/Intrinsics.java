package dev.jclip.grounding.space;

/**
 * How a camera without lens distortion (or a rectified image) maps directions to pixels, in the
 * convention of OpenCV and ROS's {@code CameraInfo}: the middle of the upper left pixel is (0, 0).
 *
 * @param width of the image in pixels
 * @param height of the image in pixels
 * @param fx focal length in pixels, across
 * @param fy focal length in pixels, down
 * @param cx of the principal point, in pixels
 * @param cy of the principal point, in pixels
 */
public record Intrinsics(int width, int height, double fx, double fy, double cx, double cy) {
  /**
   * Checks that the numbers are those of an image of this size.
   *
   * @throws IllegalArgumentException if a focal length is not above 0, or the principal point is
   *     outside of the image, as it is when the numbers are of an image of another size
   */
  public Intrinsics {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "intrinsics: expected an image of 1 x 1 pixels or more, found %d x %d"
              .formatted(width, height));
    }
    if (!(fx > 0 && fx < Double.POSITIVE_INFINITY && fy > 0 && fy < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "intrinsics: expected focal lengths fx and fy in pixels, above 0, found %s and %s"
              .formatted(fx, fy));
    }
    if (!(cx >= -0.5 && cx <= width - 0.5 && cy >= -0.5 && cy <= height - 0.5)) {
      throw new IllegalArgumentException(
          "intrinsics: expected a principal point within the image of %d x %d pixels, found (%s, %s); are the numbers of an image of another size?"
              .formatted(width, height, cx, cy));
    }
  }

  /** Those of the same image at another size. */
  public Intrinsics scaledTo(int otherWidth, int otherHeight) {
    double across = (double) otherWidth / width;
    double down = (double) otherHeight / height;
    return new Intrinsics(
        otherWidth,
        otherHeight,
        across * fx,
        down * fy,
        across * (cx + 0.5) - 0.5,
        down * (cy + 0.5) - 0.5);
  }

  /**
   * Checks that something has the size of the image.
   *
   * @param what it is, for the message
   * @throws IllegalArgumentException if it has another size
   */
  void requireFits(String what, int otherWidth, int otherHeight) {
    if (otherWidth != width || otherHeight != height) {
      throw new IllegalArgumentException(
          "%s: expected the size of the intrinsics' image, %d x %d pixels, found %d x %d; Intrinsics.scaledTo makes those of an image of another size"
              .formatted(what, width, height, otherWidth, otherHeight));
    }
  }

  /**
   * Checks that an image is the one that these numbers are of.
   *
   * @throws IllegalArgumentException if it has another size
   */
  public void requireImage(int imageWidth, int imageHeight) {
    requireFits("image", imageWidth, imageHeight);
  }

  /**
   * What is 1 m deep and is seen at a place of the image.
   *
   * @param x from the image's left side, as a {@code Box} counts: 0.5 is the first pixel's middle
   * @param y from the image's upper side
   */
  Vec ray(double x, double y) {
    return new Vec((x - 0.5 - cx) / fx, (y - 0.5 - cy) / fy, 1);
  }

  /**
   * The point that is seen at a place of the image.
   *
   * @param x from the image's left side in pixels, as a {@code Box} counts: 0.5 is the middle of
   *     the first pixel
   * @param y from the image's upper side in pixels
   * @param depth in metres along the camera's z axis
   */
  public Point<Frame.Camera> point(double x, double y, double depth) {
    return Point.of(ray(x, y).times(depth));
  }
}
