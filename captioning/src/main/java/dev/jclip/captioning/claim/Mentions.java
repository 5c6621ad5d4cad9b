package dev.jclip.captioning.claim;

import java.util.List;
import java.util.Optional;

/**
 * What a caption names, without a judgement of it.
 *
 * @param things in the caption's order
 * @param relations between them
 */
public record Mentions(List<Thing> things, List<Relation> relations) {
  /** Copies the lists. */
  public Mentions {
    things = List.copyOf(things);
    relations = List.copyOf(relations);
  }

  /**
   * A thing.
   *
   * @param name of one, in lower case
   * @param colour if it is said
   * @param number how many, or 0 if that is not said
   */
  public record Thing(String name, Optional<String> colour, int number) {}

  /**
   * Where a thing is, seen from another.
   *
   * @param subject index of the thing whose place is said
   * @param name the shortest of the words that mean the same: {@code left of}
   * @param object index of the other
   */
  public record Relation(int subject, String name, int object) {}
}
