package dev.jclip.scene;

/** How large an object is. */
public enum Size {
  SMALL(0.62),
  LARGE(1);

  private final double scale;

  Size(double scale) {
    this.scale = scale;
  }

  /** Factor on all lengths of a shape. */
  public double scale() {
    return scale;
  }

  @Override
  public String toString() {
    return Words.of(this);
  }
}
