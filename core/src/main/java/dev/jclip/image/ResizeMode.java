package dev.jclip.image;

/** How a picture of any shape becomes one of the size that a model takes. */
public enum ResizeMode {
  /** Scale until the shorter side has the given length, keep the shape, cut out the centre. */
  SHORTEST,
  /**
   * Scale until the picture just covers a crop that is not square, keep the shape, cut out the
   * centre; open_clip's "shortest" for such a crop.
   */
  COVER,
  /** Scale until the picture just fits into the crop, keep the shape, fill up the borders. */
  LONGEST,
  /** Scale both sides to the crop, giving up the shape. */
  SQUASH
}
