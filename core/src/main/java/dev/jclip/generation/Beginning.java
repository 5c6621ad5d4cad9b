package dev.jclip.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * The ids that a text has so far.
 *
 * @param score what a beam search added up for it
 * @param logProbability of the tokens behind the prefix
 */
record Beginning(List<Integer> ids, float score, double logProbability) {
  /** A text of which only the prefix is there. */
  static Beginning of(List<Integer> prefix) {
    return new Beginning(prefix, 0, 0);
  }

  /** This beginning with one more token. */
  Beginning with(int token, float newScore, double tokenLogProbability) {
    var longer = new ArrayList<Integer>(ids.size() + 1);
    longer.addAll(ids);
    longer.add(token);
    return new Beginning(List.copyOf(longer), newScore, logProbability + tokenLogProbability);
  }

  /** How many ids it has. */
  int length() {
    return ids.size();
  }

  /** The token that was added last. */
  int lastToken() {
    return ids.getLast();
  }
}
