package dev.jclip.moderation.policy;

import java.util.List;

/**
 * A kind of content that a policy treats in one way.
 *
 * @param name the category's name, unique in its policy; a slash separates a parent's name from it
 * @param severity how bad such content is
 * @param action what is done with an image of the category
 * @param threshold the probability in (0, 1) from which on an image belongs to the category
 * @param concepts what may be seen; together with the heads one or more
 * @param heads published classifiers
 */
public record Category(
    String name,
    Severity severity,
    Action action,
    double threshold,
    List<Concept> concepts,
    List<HeadReference> heads) {
  /** Copies the lists. */
  public Category {
    concepts = List.copyOf(concepts);
    heads = List.copyOf(heads);
  }
}
