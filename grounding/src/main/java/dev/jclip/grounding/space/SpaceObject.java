package dev.jclip.grounding.space;

/**
 * An object in space.
 *
 * @param <F> the frame of the coordinates
 * @param surface the point on its seen side that is in the middle of what is seen
 * @param box what it takes up; what is behind its seen side is a guess
 * @param grasp how it may be taken
 * @param pixels how many pixels with a depth it was measured by; 0 if a known table told its place
 */
public record SpaceObject<F extends Frame>(
    Point<F> surface, OrientedBox<F> box, Grasp<F> grasp, int pixels) {
  /** The middle of what it takes up. */
  public Point<F> centre() {
    return box.centre();
  }

  /** The same object in another frame, such as the robot's. */
  public <G extends Frame> SpaceObject<G> in(RigidTransform<F, G> transform) {
    return new SpaceObject<>(
        transform.apply(surface), box.in(transform), grasp.in(transform), pixels);
  }
}
