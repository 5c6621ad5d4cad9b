package dev.jclip.grounding.command;

import java.util.List;
import java.util.Objects;

/**
 * Where an object is, or is to be put, or how it compares with another one.
 *
 * @param kind which relation
 * @param objects the objects on the relation's other side, as many as the kind takes. {@link
 *     Kind#BETWEEN} takes two, or one description of several ("between the books")
 * @param negated whether the object does not have this relation: "that is not on the book"
 */
public record Relation(Kind kind, List<ObjectDescription> objects, boolean negated) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the kind takes fewer or more objects
   */
  public Relation {
    Objects.requireNonNull(kind, "kind: expected a relation, found none");
    objects = List.copyOf(objects);
    if (objects.size() < kind.minimum || objects.size() > kind.maximum) {
      throw new IllegalArgumentException(
          kind
              + ": expected "
              + kind.minimum
              + " to "
              + kind.maximum
              + " objects, found "
              + objects.size());
    }
  }

  /** A relation that an object has. */
  public static Relation of(Kind kind, ObjectDescription... objects) {
    return new Relation(kind, List.of(objects), false);
  }

  /**
   * Which relation. Left, right, front and behind are those of the person who looks at the scene.
   */
  public enum Kind {
    LEFT_OF(1),
    RIGHT_OF(1),
    IN_FRONT_OF(1),
    BEHIND(1),
    ABOVE(1),
    BELOW(1),
    ON(1),
    UNDER(1),
    IN(1),
    /** Not in it: "outside the box". */
    OUTSIDE(1),
    NEXT_TO(1),
    NEAR(1),
    OPPOSITE(1),
    AROUND(1),
    BETWEEN(1, 2),
    /** On it or in it, from where it is taken: "take the mug from the box". */
    FROM(1),
    /** It has that part, or that is with it: "with a handle". */
    WITH(1),
    /** It is a part of that: "the lid of the box". */
    PART_OF(1),
    /** As a destination: to a thing, a place or a person. */
    TO(1),
    /** As a destination: nearer to it. */
    TOWARDS(1),
    /** As a destination: farther from it. */
    AWAY_FROM(1),
    LARGER_THAN(1),
    SMALLER_THAN(1),
    TALLER_THAN(1),
    SHORTER_THAN(1),
    NEARER_THAN(1),
    FARTHER_THAN(1),
    SAME_COLOUR_AS(1),
    SAME_SIZE_AS(1),
    /** In the left part of what is seen: "the left mug", "the mug on the left". */
    AT_LEFT(0),
    AT_RIGHT(0),
    AT_FRONT(0),
    AT_BACK(0),
    AT_TOP(0),
    AT_BOTTOM(0),
    AT_MIDDLE(0),
    IN_CORNER(0),
    /** As a destination: where it was taken from: "put it back". */
    ORIGIN(0);

    private final int minimum;
    private final int maximum;

    Kind(int objects) {
      this(objects, objects);
    }

    Kind(int minimum, int maximum) {
      this.minimum = minimum;
      this.maximum = maximum;
    }

    /** How many objects are on the other side at least. */
    public int minimum() {
      return minimum;
    }

    /** How many objects are on the other side at most. */
    public int maximum() {
      return maximum;
    }

    @Override
    public String toString() {
      return Names.of(this);
    }
  }
}
