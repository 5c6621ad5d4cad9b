package dev.jclip.grounding.command;

/** What objects are put in order by; the first in that order has rank 1. */
public enum Measure {
  LEFTMOST,
  RIGHTMOST,
  /** Highest in the image, or in space. */
  TOPMOST,
  /** Lowest in the image, or in space. */
  BOTTOMMOST,
  /** Nearest to the viewer along the line of sight, of things in a row. */
  FRONTMOST,
  /** Farthest from the viewer, of things in a row. */
  REARMOST,
  /** Nearest to the centre of the group: "the middle one". */
  CENTRAL,
  /** Nearest to the ranking's object, else to the viewer. */
  NEAREST,
  /** Farthest from the ranking's object, else from the viewer. */
  FARTHEST,
  LARGEST,
  SMALLEST,
  TALLEST,
  SHORTEST,
  WIDEST,
  NARROWEST,
  LONGEST,
  THICKEST,
  THINNEST,
  BRIGHTEST,
  DARKEST,
  /**
   * In an order that is not said: "the second mug". From left to right where nothing else is known.
   */
  FIRST,
  /** The same from its end: "the last mug". */
  LAST;

  @Override
  public String toString() {
    return Names.of(this);
  }
}
