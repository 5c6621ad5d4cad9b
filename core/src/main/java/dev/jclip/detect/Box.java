package dev.jclip.detect;

/**
 * A rectangle with sides along the image's, in pixels of the image as it is shown (turned as its
 * EXIF orientation says). Corners lie between pixels: the box of the top left pixel is {@code (0,
 * 0, 1, 1)}. A box may reach beyond the image.
 *
 * @param left distance of the left side from the image's left side
 * @param top distance of the upper side from the image's upper side
 * @param right distance of the right side from the image's left side; at least {@code left}
 * @param bottom distance of the lower side from the image's upper side; at least {@code top}
 */
public record Box(double left, double top, double right, double bottom) {
  /**
   * @throws IllegalArgumentException if a number is not finite, or a side has a negative length
   */
  public Box {
    if (!(right - left >= 0 && right - left < Double.POSITIVE_INFINITY)
        || !(bottom - top >= 0 && bottom - top < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a box needs finite corners with left <= right and top <= bottom, not ("
              + left
              + ", "
              + top
              + ", "
              + right
              + ", "
              + bottom
              + ")");
    }
  }

  /** The box around a centre, which must have sides of at least 0. */
  public static Box around(double centerX, double centerY, double width, double height) {
    return new Box(
        centerX - width / 2, centerY - height / 2, centerX + width / 2, centerY + height / 2);
  }

  public double width() {
    return right - left;
  }

  public double height() {
    return bottom - top;
  }

  public double centerX() {
    return (left + right) / 2;
  }

  public double centerY() {
    return (top + bottom) / 2;
  }

  /** The box's area in square pixels. */
  public double area() {
    return width() * height();
  }

  /** The area that both boxes cover, in square pixels; 0 for boxes that only touch. */
  public double intersection(Box other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    return width > 0 && height > 0 ? width * height : 0;
  }

  /**
   * The area that both boxes cover over the area that at least one covers, between 0 and 1 (the
   * Jaccard index); 0 for two boxes without an area.
   */
  public double intersectionOverUnion(Box other) {
    double intersection = intersection(other);
    return intersection == 0 ? 0 : intersection / (area() + other.area() - intersection);
  }

  /** The part of the box within an image; the box's nearest edge or corner where there is none. */
  public Box within(int width, int height) {
    return new Box(
        Math.clamp(left, 0, width),
        Math.clamp(top, 0, height),
        Math.clamp(right, 0, width),
        Math.clamp(bottom, 0, height));
  }
}
