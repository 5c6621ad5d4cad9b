package dev.jclip.grounding.space;

/**
 * A box in space around an object.
 *
 * @param <F> the frame of its coordinates
 * @param centre its middle
 * @param first the direction of its first sides; at a right angle to {@code second}
 * @param second the direction of its second sides
 * @param third the direction of its third sides, {@code first} turned to {@code second}
 * @param firstLength in metres
 * @param secondLength in metres
 * @param thirdLength in metres
 */
public record OrientedBox<F extends Frame>(
    Point<F> centre,
    Direction<F> first,
    Direction<F> second,
    Direction<F> third,
    double firstLength,
    double secondLength,
    double thirdLength) {
  /** The same box in another frame. */
  public <G extends Frame> OrientedBox<G> in(RigidTransform<F, G> transform) {
    return new OrientedBox<>(
        transform.apply(centre),
        transform.apply(first),
        transform.apply(second),
        transform.apply(third),
        firstLength,
        secondLength,
        thirdLength);
  }
}
