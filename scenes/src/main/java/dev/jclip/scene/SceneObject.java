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

  /** The same on the ground at another place. */
  SceneObject at(double otherX, double otherZ) {
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

  /** Colour and shape: "red mug". */
  public String name() {
    return colour + " " + shape;
  }
}
