package dev.jclip.grounding.decision;

import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Resolution;
import java.util.List;

/**
 * The objects are known.
 *
 * @param objects one or more, as many as are meant
 * @param probability that these are the right ones
 */
public record Chosen(Resolution resolution, List<Candidate> objects, double probability)
    implements Decision {
  /** Copies the list. */
  public Chosen {
    objects = List.copyOf(objects);
  }
}
