package dev.jclip.grounding.space;

/**
 * How a gripper with two fingers may take an object: a proposal by its outline alone, which knows
 * nothing of the gripper, of obstacles and of what the object is made of.
 *
 * @param <F> the frame of the coordinates
 * @param point between the fingertips
 * @param approach where the gripper moves when it comes near
 * @param closing where the fingers move when they close; the opposite is as good
 * @param width of the object between the fingers, in metres; the gripper must open further
 */
public record Grasp<F extends Frame>(
    Point<F> point, Direction<F> approach, Direction<F> closing, double width) {
  /** The same grasp in another frame. */
  public <G extends Frame> Grasp<G> in(RigidTransform<F, G> transform) {
    return new Grasp<>(
        transform.apply(point), transform.apply(approach), transform.apply(closing), width);
  }
}
