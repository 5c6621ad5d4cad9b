package dev.jclip.config;

/**
 * The tokens that a tower has of an image.
 *
 * @param leading tokens before those of the grid, such as a class token
 * @param side cells of the square grid, per side
 * @param width channels of each token
 */
public record TokenGrid(int leading, int side, int width) {
  /** How many tokens there are. */
  public int count() {
    return leading + side * side;
  }
}
