package dev.jclip.grounding.space;

/**
 * How far what each pixel shows is, along the camera's z axis (not along the pixel's ray), aligned
 * with the colour image pixel by pixel. Where nothing was measured there is a hole. Immutable.
 */
public final class DepthImage {
  private final int width;
  private final int height;
  private final float[] metres;

  private DepthImage(int width, int height, float[] metres) {
    this.width = width;
    this.height = height;
    this.metres = metres;
  }

  /**
   * Takes metres.
   *
   * @param metres row after row; 0, negative numbers, NaN and infinity are holes
   * @throws IllegalArgumentException if their number is not that of the pixels
   */
  public static DepthImage ofMetres(int width, int height, float[] metres) {
    return of(width, height, metres, 1);
  }

  /**
   * Takes numbers of any unit.
   *
   * @param values row after row; 0, negative numbers, NaN and infinity are holes
   * @param unit one of them in metres: 0.001 for millimetres
   * @throws IllegalArgumentException if their number is not that of the pixels, or the unit is not
   *     above 0
   */
  public static DepthImage of(int width, int height, float[] values, double unit) {
    if (width < 1 || height < 1 || values.length != (long) width * height) {
      throw new IllegalArgumentException(
          "depth: expected %d x %d numbers, one for each pixel, found %d"
              .formatted(width, height, values.length));
    }
    if (!(unit > 0 && unit < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "depth: expected a unit in metres, above 0, such as 0.001, found " + unit);
    }
    float[] metres = new float[values.length];
    for (int i = 0; i < metres.length; i++) {
      boolean isMeasured = values[i] > 0 && values[i] < Float.POSITIVE_INFINITY;
      metres[i] = isMeasured ? (float) (values[i] * unit) : Float.NaN;
    }
    return new DepthImage(width, height, metres);
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** The depth of a pixel in metres; NaN for a hole. */
  public float metres(int x, int y) {
    return metres[y * width + x];
  }
}
