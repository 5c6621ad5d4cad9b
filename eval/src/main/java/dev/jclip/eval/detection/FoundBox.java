package dev.jclip.eval.detection;

/**
 * A detection.
 *
 * @param category its category's place among all, from 0
 * @param region where the object is said to be
 * @param score how sure the detector is; only the order of scores matters
 */
public record FoundBox(int category, Region region, double score) {
  /**
   * Checks the score, and makes one zero of both.
   *
   * @throws IllegalArgumentException if the score is not finite
   */
  public FoundBox {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("expected a score that is a number, found " + score);
    }
    score += 0.0;
  }
}
