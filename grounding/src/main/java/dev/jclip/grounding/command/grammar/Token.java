package dev.jclip.grounding.command.grammar;

/**
 * A word or a mark of a sentence.
 *
 * @param word in lower case and in the grammar's spelling
 * @param start where it begins in the sentence, in characters
 * @param end where it ends; two words that the sentence contracts share a range
 */
public record Token(String word, int start, int end) {}
