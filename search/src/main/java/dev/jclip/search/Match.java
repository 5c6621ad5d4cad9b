package dev.jclip.search;

import java.util.Comparator;

/**
 * An image of a snapshot and its score.
 *
 * @param ordinal the image's number in its snapshot
 * @param score the higher, the better; what it is depends on who gives it
 */
public record Match(int ordinal, double score) {
  /** The best first; equal scores by number. */
  public static final Comparator<Match> BEST_FIRST =
      Comparator.comparingDouble(Match::score).reversed().thenComparingInt(Match::ordinal);
}
