package dev.jclip.scene;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an object is, seen from another one and by the viewer. */
public enum Relation {
  LEFT_OF("left of", "to the left of", "on the left"),
  RIGHT_OF("right of", "to the right of", "on the right"),
  BEHIND("behind", "behind", "at the back"),
  IN_FRONT_OF("in front of", "in front of", "at the front"),
  ON("on", "on top of", null);

  private final String shortest;
  private final String other;
  private final @Nullable String place;

  Relation(String shortest, String other, @Nullable String place) {
    this.shortest = shortest;
    this.other = other;
    this.place = place;
  }

  /** Ways to say it, the shortest first. */
  public List<String> phrases() {
    return shortest.equals(other) ? List.of(shortest) : List.of(shortest, other);
  }

  /** Where an object is that has this relation to all others. */
  public Optional<String> place() {
    return Optional.ofNullable(place);
  }

  @Override
  public String toString() {
    return shortest;
  }
}
