package dev.jclip.eval.metric.caption;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Things and where they are: what a caption says of an image, or what is known of it.
 *
 * @param things each by itself: "two red mugs" are two
 * @param relations between them
 */
public record Statement(List<Thing> things, List<Relation> relations) {
  /** Nothing. */
  public static final Statement NONE = new Statement(List.of(), List.of());

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a relation is one of a thing that is not there
   */
  public Statement {
    things = List.copyOf(things);
    relations = List.copyOf(relations);
    for (Relation relation : relations) {
      Objects.checkIndex(relation.subject(), things.size());
      Objects.checkIndex(relation.object(), things.size());
    }
  }

  /** The same with those of its relations alone that have one of these names. */
  public Statement onlyRelations(Set<String> names) {
    return new Statement(
        things, relations.stream().filter(relation -> names.contains(relation.name())).toList());
  }

  /**
   * A thing.
   *
   * @param name in lower case
   * @param colour if it is said or known, in lower case
   */
  public record Thing(String name, Optional<String> colour) {}

  /**
   * Where a thing is, seen from another.
   *
   * @param subject index of the thing whose place is said
   * @param name such as {@code left of}
   * @param object index of the other
   */
  public record Relation(int subject, String name, int object) {}
}
