package dev.jclip.grounding.command;

import java.util.List;
import java.util.Optional;

/**
 * What is said when the robot is about to do something else than the person wants: "no, the left
 * one", "not on the book, on the plate", "no, push it". One of the three is there at least.
 *
 * @param objects the objects that are meant in place of those that the robot took
 * @param place a place that is said alone: which object is meant, or where it is to be put
 * @param steps what is to be done instead
 */
public record Correction(
    List<ObjectDescription> objects, Optional<Relation> place, List<Step> steps)
    implements Utterance {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if nothing is said
   */
  public Correction {
    objects = List.copyOf(objects);
    steps = List.copyOf(steps);
    if (objects.isEmpty() && place.isEmpty() && steps.isEmpty()) {
      throw new IllegalArgumentException("a correction needs objects, a place or steps");
    }
  }
}
