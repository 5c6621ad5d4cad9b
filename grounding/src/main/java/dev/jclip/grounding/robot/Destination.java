package dev.jclip.grounding.robot;

import java.util.Optional;

/** Where something is to be put. */
public sealed interface Destination {
  /** On, in or beside another object. */
  record Beside(Side side, Target reference) implements Destination {}

  /** Between two other objects. */
  record Between(Target first, Target second) implements Destination {}

  /**
   * A point of the latest view.
   *
   * @param x pixels from the image's left side
   * @param y pixels from the image's upper side
   * @param pose the same place in space, where that is known
   */
  record Point(double x, double y, Optional<Pose> pose) implements Destination {}

  /** Anywhere that is free on the table or the ground. */
  record FreePlace() implements Destination {}

  /** The hand of the person who speaks. */
  record Person() implements Destination {}
}
