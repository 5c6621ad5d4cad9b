package dev.jclip.grounding.command;

import java.util.List;
import java.util.Objects;

/**
 * A property that an object has or has not.
 *
 * @param kind of what kind
 * @param values the property; where there are several, each of them will do: "red or blue". An
 *     object that is both red and blue has two attributes
 * @param negated whether the object has none of them: "not red"
 */
public record Attribute(Kind kind, List<String> values, boolean negated) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no value
   */
  public Attribute {
    Objects.requireNonNull(kind, "kind: expected a kind of property, found none");
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(kind + ": expected one value or more, found none");
    }
  }

  /** An attribute that an object has. */
  public static Attribute of(Kind kind, String value) {
    return new Attribute(kind, List.of(value), false);
  }

  /** Kinds of properties. */
  public enum Kind {
    /** "red", "dark blue". */
    COLOUR,
    /** "large", "tall". */
    SIZE,
    /** "wood", "metal". */
    MATERIAL,
    /** "round". */
    SHAPE,
    /** All else: "striped", "empty", and words before a noun that the vocabulary does not know. */
    OTHER;

    @Override
    public String toString() {
      return Names.of(this);
    }
  }
}
