package dev.jclip.detect;

/**
 * An object that a detector found.
 *
 * @param query the place of the query that it answers, among those that were asked; from 0
 * @param label the query's text, or the name of the image that served as one
 * @param score how sure the detector is, between 0 and 1; what a score is worth depends on the
 *     detector
 * @param box where the object is
 */
public record Detection(int query, String label, double score, Box box) {
  /**
   * @throws IllegalArgumentException if the query's place is negative, or the score is not between
   *     0 and 1
   */
  public Detection {
    if (query < 0) {
      throw new IllegalArgumentException("a query's place must be at least 0, not " + query);
    }
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score must lie between 0 and 1, not " + score);
    }
  }
}
