package dev.jclip.grounding.robot;

/**
 * How far what each pixel shows is from the camera, along the camera's axis.
 *
 * @param metres [height, width], row after row; NaN where it is not known; not copied, so whoever
 *     shares it must not change it
 */
@SuppressWarnings("ArrayRecordComponent") // a number for each pixel; ownership is documented above
public record Depth(int width, int height, float[] metres) {
  /**
   * @throws IllegalArgumentException if a side is below 1, or there is not one number for each
   *     pixel
   */
  public Depth {
    if (width < 1 || height < 1 || metres.length != (long) width * height) {
      throw new IllegalArgumentException(
          "depth: expected one number for each of %dx%d pixels, found %d"
              .formatted(width, height, metres.length));
    }
  }

  /** The depth at a pixel, in metres; NaN where it is not known. */
  public float at(int x, int y) {
    return metres[y * width + x];
  }
}
