package dev.jclip.captioning.claim;

import java.util.List;

/**
 * One thing that a caption says.
 *
 * @param kind what it is about
 * @param subject the words of the caption that say it, such as {@code two blue bowls}
 * @param statement a text that is true of the image if the claim is: the whole caption, or its
 *     subject alone
 * @param counters texts that would be true instead: the statement with other words in one place;
 *     one or more
 */
public record Claim(Kind kind, String subject, String statement, List<String> counters) {
  /** Copies the list. */
  public Claim {
    counters = List.copyOf(counters);
    if (counters.isEmpty()) {
      throw new IllegalArgumentException(
          subject + ": expected one counter-claim or more, found none");
    }
  }

  /** What a claim is about. */
  public enum Kind {
    /** A thing's colour; the counters are whole captions with other colours. */
    COLOUR,
    /** A thing's kind; the counters are whole captions with other things of its group. */
    THING,
    /** How many of a thing there are; the counters are whole captions with other numbers. */
    COUNT,
    /** The same, of the thing alone. */
    COUNT_ALONE,
    /** How many things there are in all; the counters are other numbers of objects. */
    TOTAL,
    /** Where things lie; the counter is the caption with the opposite. */
    RELATION;

    /** Whether a counter is a caption by itself, which might take the caption's place. */
    boolean hasWholeCaptions() {
      return this != COUNT_ALONE && this != TOTAL;
    }
  }
}
