package dev.jclip.moderation.policy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A published classifier on a model's image embeddings, as a part of a category.
 *
 * @param kind which of the published forms the file has
 * @param file the weights
 * @param bound for the aesthetic predictors: which ratings belong to the category
 */
public record HeadReference(Kind kind, Path file, Optional<Bound> bound) {
  /**
   * Which values belong to a category.
   *
   * @param below whether those below the limit do; otherwise those above it
   */
  public record Bound(boolean below, double limit) {}

  /** The published forms. */
  public enum Kind {
    /** The concepts of Stable Diffusion's safety checker. */
    SAFETY_CHECKER,
    /** LAION's detectors of images that are not safe for work. */
    NSFW,
    /** LAION's aesthetic predictors: linear, or of five layers. */
    AESTHETIC
  }
}
