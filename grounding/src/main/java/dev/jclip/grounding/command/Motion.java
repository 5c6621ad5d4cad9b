package dev.jclip.grounding.command;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A movement by its direction: "10 cm to the left".
 *
 * @param direction as the person who speaks sees it
 * @param metres how far; empty if that is not said
 * @param slightly whether only a little is meant: "a bit to the left"
 */
public record Motion(Direction direction, OptionalDouble metres, boolean slightly) {
  /**
   * @throws IllegalArgumentException if the length is not positive and finite
   */
  public Motion {
    Objects.requireNonNull(direction, "direction: expected a direction, found none");
    if (metres.isPresent() && !(metres.getAsDouble() > 0 && metres.getAsDouble() < 1e6)) {
      throw new IllegalArgumentException(
          "metres: expected a positive length, found " + metres.getAsDouble());
    }
  }

  /** Where to. */
  public enum Direction {
    LEFT,
    RIGHT,
    /** Away from the person. */
    FORWARD,
    /** Towards the person. */
    BACKWARD,
    UP,
    DOWN,
    /** In all directions: "look around". */
    AROUND;

    @Override
    public String toString() {
      return Names.of(this);
    }
  }
}
