package dev.jclip.grounding.command;

/**
 * Writes a sentence in other words, for instance by a language model. A {@link CommandParser} asks
 * it once at most, for a sentence that is outside the grammar, and reads what it answers like any
 * sentence.
 */
@FunctionalInterface
public interface Rewriter {
  /** The same wish in plain words. */
  String rewrite(String sentence);
}
