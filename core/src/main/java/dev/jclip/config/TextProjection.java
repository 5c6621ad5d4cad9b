package dev.jclip.config;

/** The map from the text tower's width to the shared space. */
public enum TextProjection {
  /** A matrix [D, E], applied as {@code x @ projection}. */
  MATRIX,
  /** A linear layer with a bias. */
  LINEAR,
  /** None: the tower's width is the size of the shared space. */
  NONE
}
