package dev.jclip.scene;

/** What objects are made of. */
public enum Material {
  /** Reflects nothing of its surroundings. */
  MATTE,
  /** Reflects its surroundings in its own colour. */
  METAL;

  @Override
  public String toString() {
    return Words.of(this);
  }
}
