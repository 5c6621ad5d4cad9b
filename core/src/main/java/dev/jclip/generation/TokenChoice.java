package dev.jclip.generation;

/** Chooses the next token of one sequence. */
@FunctionalInterface
interface TokenChoice {
  /** The id of the next token, by logits to which all rules were applied. */
  int choose(float[] logits);
}
