package dev.jclip.grounding.dialogue;

import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.command.Step;
import dev.jclip.grounding.decision.Chosen;
import dev.jclip.grounding.resolve.Candidate;
import java.util.List;
import java.util.Optional;

/**
 * A step whose objects are known.
 *
 * @param step as it was said, or as it became by answers and corrections
 * @param objects for each of the step's descriptions. Of steps that count or wait it is empty where
 *     nothing is seen
 * @param place where to
 */
public record Task(Step step, List<Chosen> objects, Optional<Place> place) {
  /** Copies the list. */
  public Task {
    objects = List.copyOf(objects);
  }

  /**
   * Where to.
   *
   * @param relation as it was said; it also names persons and places that are no objects
   * @param anchors the objects on its other side; empty where there are none, as in "on the left"
   */
  public record Place(Relation relation, List<Chosen> anchors) {
    /** Copies the list. */
    public Place {
      anchors = List.copyOf(anchors);
    }
  }

  /** All objects of all descriptions. */
  public List<Candidate> candidates() {
    return objects.stream().flatMap(chosen -> chosen.objects().stream()).toList();
  }
}
