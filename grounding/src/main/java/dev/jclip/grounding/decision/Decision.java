package dev.jclip.grounding.decision;

import dev.jclip.grounding.resolve.Resolution;

/** What follows from a resolution. */
public sealed interface Decision permits Chosen, Question, NotVisible {
  /** What it follows from. */
  Resolution resolution();
}
