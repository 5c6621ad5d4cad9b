package dev.jclip.data.augment;

import dev.jclip.detect.Box;

/**
 * The part of an image that a transformed one shows.
 *
 * @param left its first column, from 0
 * @param top its first row, from 0
 * @param width its columns
 * @param height its rows
 * @param isMirrored whether left and right are exchanged
 */
public record View(double left, double top, double width, double height, boolean isMirrored) {
  /**
   * Where a box of the image is in the view; what is outside the view is cut off.
   *
   * @return in units of the view's sides, so that all of it lies within 0..1
   */
  public Box place(Box box) {
    double from = Math.clamp((box.left() - left) / width, 0, 1);
    double to = Math.clamp((box.right() - left) / width, 0, 1);
    double upper = Math.clamp((box.top() - top) / height, 0, 1);
    double lower = Math.clamp((box.bottom() - top) / height, 0, 1);
    return isMirrored ? new Box(1 - to, upper, 1 - from, lower) : new Box(from, upper, to, lower);
  }

  /** The part of a box's area that is in the view, in 0..1; 0 for a box without an area. */
  public double visible(Box box) {
    double seen = box.intersection(new Box(left, top, left + width, top + height));
    return box.area() == 0 ? 0 : seen / box.area();
  }
}
