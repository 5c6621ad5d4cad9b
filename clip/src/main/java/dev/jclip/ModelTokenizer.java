package dev.jclip;

import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;

/**
 * A model's tokenizer and how much its text tower reads.
 *
 * @param tokenizer turns text into ids
 * @param contextLength ids that the model reads at most, start and end token included
 */
public record ModelTokenizer(Tokenizer tokenizer, int contextLength) {
  /** The text as the model reads it, cut to its context. */
  public TokenizedText tokenize(String text) {
    return tokenizer.tokenize(text, contextLength);
  }
}
