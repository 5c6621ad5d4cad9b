package dev.jclip.generation;

import java.util.List;

/**
 * A text as token ids.
 *
 * @param ids the ids, from the first of the prefix to the one that ends the text; the latter is
 *     missing where a beam search reached the maximum length
 * @param logProbability the natural logarithm of the probability that the model itself gives to all
 *     tokens behind the prefix, without any temperature, penalty or rule
 * @param score by which a beam search ranks it: the higher, the better; elsewhere the log
 *     probability, divided by the number of ids
 * @param complete whether it ended by a token that the search chose, not at the maximum length
 */
public record GeneratedText(
    List<Integer> ids, double logProbability, double score, boolean complete) {
  /** Keeps a copy of the ids. */
  public GeneratedText {
    ids = List.copyOf(ids);
  }
}
