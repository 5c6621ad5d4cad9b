package dev.jclip.moderation.head;

import dev.jclip.error.CheckpointException;
import dev.jclip.moderation.policy.HeadReference;

/** Reads the heads that policies name. */
public final class Heads {
  private Heads() {}

  /**
   * Reads a head.
   *
   * @param embedDim the length of the model's embeddings
   * @throws CheckpointException if the file is no such head, or was made for another model
   */
  public static Head read(HeadReference reference, int embedDim) {
    Head head =
        switch (reference.kind()) {
          case SAFETY_CHECKER -> SafetyChecker.read(reference.file());
          case NSFW -> NsfwHead.read(reference.file());
          case AESTHETIC -> {
            HeadReference.Bound bound = reference.bound().orElseThrow();
            yield AestheticHead.read(reference.file(), bound.limit(), bound.below());
          }
        };
    if (head.embedDim() != embedDim) {
      throw new CheckpointException(
          "%s: expected a head for embeddings of %d values, as the model makes them, found one for %d; take the model that the head was trained with"
              .formatted(reference.file(), embedDim, head.embedDim()));
    }
    return head;
  }
}
