package dev.jclip.scene;

/**
 * Shapes of objects. Lengths are those of a large object, in the scene's unit; each stands on the
 * ground around its origin.
 */
public enum Shape {
  CUBE("cube", 0.54, 0.76, true, 45),
  BALL("ball", 0.45, 0.9, false, 180),
  CYLINDER("cylinder", 0.36, 0.86, true, 180),
  CONE("cone", 0.46, 0.95, false, 180),
  PYRAMID("pyramid", 0.6, 0.8, false, 45),
  RING("ring", 0.5, 1, false, 40),
  MUG("mug", 0.6, 0.74, false, 50),
  BOWL("bowl", 0.5, 0.52, false, 180),
  BOTTLE("bottle", 0.28, 1.3, false, 180),
  BOOK("book", 0.6, 0.24, true, 60),
  BOX("box", 0.6, 0.5, false, 35),
  PLATE("plate", 0.62, 0.12, true, 180);

  private final String noun;
  private final double radius;
  private final double height;
  private final boolean carries;
  private final double turn;

  Shape(String noun, double radius, double height, boolean carries, double turn) {
    this.noun = noun;
    this.radius = radius;
    this.height = height;
    this.carries = carries;
    this.turn = turn;
  }

  /** Of the smallest upright cylinder around it. */
  public double radius() {
    return radius;
  }

  /** From the ground to its highest point. */
  public double height() {
    return height;
  }

  /** Whether other objects can stand on it. */
  public boolean carries() {
    return carries;
  }

  /** By how many degrees, to either side, it may be turned and still be recognised. */
  public double turn() {
    return turn;
  }

  @Override
  public String toString() {
    return noun;
  }
}
