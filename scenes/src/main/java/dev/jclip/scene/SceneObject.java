package dev.jclip.scene;

import java.util.Optional;

/**
 * An object of a scene.
 *
 * @param x of its centre, to the right
 * @param y of its lowest point, 0 on the ground, upwards
 * @param z of its centre, towards the viewer
 * @param turn around its upright axis, in radians
 * @param support index of the object it stands on; none on the ground
 */
public record SceneObject(
    Shape shape,
    Colour colour,
    Material material,
    Size size,
    double x,
    double y,
    double z,
    double turn,
    Optional<Integer> support) {
  /** How far apart two objects must be, in the larger one's radii, for a direction to be said. */
  private static final double CLEAR = 0.9;

  private static final double GAP = 0.1;

  /** The same on the ground at another place. */
  public SceneObject at(double otherX, double otherZ) {
    return new SceneObject(
        shape, colour, material, size, otherX, 0, otherZ, turn, Optional.empty());
  }

  /** A small one of its kind on another object. */
  SceneObject on(int index, SceneObject carrier) {
    return new SceneObject(
        shape,
        colour,
        material,
        Size.SMALL,
        carrier.x(),
        carrier.height(),
        carrier.z(),
        turn,
        Optional.of(index));
  }

  /** Of the smallest upright cylinder around it. */
  public double radius() {
    return shape.radius() * size.scale();
  }

  /** From its lowest to its highest point. */
  public double height() {
    return shape.height() * size.scale();
  }

  /** On which side of another object it clearly is, by the places of both on the ground. */
  public Optional<Relation> sideOf(SceneObject other) {
    double right = x - other.x;
    double towards = z - other.z;
    double clear = CLEAR * Math.max(radius(), other.radius());
    if (Math.abs(right) >= clear && Math.abs(right) > 1.5 * Math.abs(towards)) {
      return Optional.of(right > 0 ? Relation.RIGHT_OF : Relation.LEFT_OF);
    }
    if (Math.abs(towards) >= clear && Math.abs(towards) > 1.5 * Math.abs(right)) {
      return Optional.of(towards > 0 ? Relation.IN_FRONT_OF : Relation.BEHIND);
    }
    return Optional.empty();
  }

  /** Whether neither touches the other; both stand on the ground. */
  public boolean isApartFrom(SceneObject other) {
    return Math.hypot(x - other.x, z - other.z) >= radius() + other.radius() + GAP;
  }

  /** Whether neither touches nor hides the other; both stand on the ground. */
  public boolean isClearOf(SceneObject other, Scene.Camera camera) {
    SceneObject front = z > other.z ? this : other;
    SceneObject back = z > other.z ? other : this;
    double raised = (front.z - back.z) * Math.sin(camera.elevation());
    double hidden = front.height() - 0.3 * back.height();
    return isApartFrom(other)
        && (Math.abs(x - other.x) > 0.95 * (radius() + other.radius())
            || raised > hidden * Math.cos(camera.elevation()));
  }

  /** Colour and shape: "red mug". */
  public String name() {
    return colour + " " + shape;
  }
}
