package dev.jclip.grounding.command;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How many of the objects that fit are meant.
 *
 * @param choice which of them
 * @param number how many; empty where none is said ("the mugs", "some mugs"). {@link Choice#THE}
 *     has none: it is always one
 */
public record Quantity(Choice choice, OptionalInt number) {
  /** The one: "the mug", "it". */
  public static final Quantity THE = new Quantity(Choice.THE, OptionalInt.empty());

  /** All that fit: "the mugs", "every mug". */
  public static final Quantity ALL = new Quantity(Choice.ALL, OptionalInt.empty());

  /** Several, it does not matter how many or which: "mugs", "some mugs". */
  public static final Quantity SOME = new Quantity(Choice.ANY, OptionalInt.empty());

  /**
   * @throws IllegalArgumentException if the number is not positive, or one is said of the one
   */
  public Quantity {
    Objects.requireNonNull(choice, "choice: expected which objects, found none");
    if (number.isPresent() && (number.getAsInt() < 1 || choice == Choice.THE)) {
      throw new IllegalArgumentException(
          "number: expected " + choice + " with a positive one, found " + number.getAsInt());
    }
  }

  /**
   * So many, it does not matter which: "a mug" is {@code any(1)}, "two mugs" are {@code any(2)}.
   */
  public static Quantity any(int number) {
    return new Quantity(Choice.ANY, OptionalInt.of(number));
  }

  /** All that fit, and there are so many: "both mugs", "the three mugs". */
  public static Quantity all(int number) {
    return new Quantity(Choice.ALL, OptionalInt.of(number));
  }

  /** Which of the objects that fit. */
  public enum Choice {
    /** Exactly one fits; where several do, the robot has to ask. */
    THE,
    /** Any of those that fit will do. */
    ANY,
    /** All of those that fit. */
    ALL;

    @Override
    public String toString() {
      return Names.of(this);
    }
  }
}
