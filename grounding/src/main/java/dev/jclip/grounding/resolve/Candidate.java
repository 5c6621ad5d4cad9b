package dev.jclip.grounding.resolve;

import dev.jclip.grounding.view.Sighting;
import java.util.List;

/**
 * An object that a description may mean.
 *
 * @param fit the probability that the description fits the object, whatever the others are
 * @param probability that it is the object that is meant, where one is meant; those of all
 *     candidates and of none of them add up to 1
 * @param reasons each part of the description, in the order in which they were judged
 */
public record Candidate(Sighting object, double fit, double probability, List<Reason> reasons) {
  /** Copies the list. */
  public Candidate {
    reasons = List.copyOf(reasons);
  }
}
