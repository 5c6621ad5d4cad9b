package dev.jclip.data.scene;

import java.util.List;

/** Where an object is, seen from another one and by the viewer. */
public enum Relation {
  LEFT_OF("left of", "to the left of"),
  RIGHT_OF("right of", "to the right of"),
  BEHIND("behind", "behind"),
  IN_FRONT_OF("in front of", "in front of"),
  ON("on", "on top of");

  private final String shortest;
  private final String other;

  Relation(String shortest, String other) {
    this.shortest = shortest;
    this.other = other;
  }

  /** Ways to say it, the shortest first. */
  public List<String> phrases() {
    return shortest.equals(other) ? List.of(shortest) : List.of(shortest, other);
  }

  @Override
  public String toString() {
    return shortest;
  }
}
