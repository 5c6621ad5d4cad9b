package dev.jclip.moderation.view;

/**
 * A part of an image, in pixels of the image.
 *
 * @param x the left edge, from 0
 * @param y the upper edge, from 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Box(int x, int y, int width, int height) {
  /** Checks the size. */
  public Box {
    if (x < 0 || y < 0 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "box: expected a part of an image, found %d,%d %dx%d".formatted(x, y, width, height));
    }
  }

  /** The area of what two boxes share divided by the area of both together, in [0, 1]. */
  public double intersectionOverUnion(Box other) {
    int columns = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    int rows = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    long shared = (long) Math.max(0, columns) * Math.max(0, rows);
    return (double) shared / ((long) width * height + (long) other.width * other.height - shared);
  }
}
