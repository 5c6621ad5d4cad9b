package dev.jclip.detect;

import java.util.Objects;

/**
 * Which of a detector's boxes are detections.
 *
 * @param threshold the minimum score; what is a good one depends on the model and the queries
 * @param overlap the maximum intersection over union that two detections of one query may have; of
 *     two with more the better one stays. With 1 all stay
 * @param answers how many queries a box answers
 * @param scores what the score of a detection says
 * @param limit the maximum number of detections in an image; the best stay
 */
public record DetectionOptions(
    double threshold, double overlap, Answers answers, Scores scores, int limit) {
  /** How many queries a box answers. */
  public enum Answers {
    /** The one that it fits best, as in transformers. */
    BEST_QUERY,
    /** Each whose score reaches the threshold: a red mug may also be a mug. */
    EACH_QUERY
  }

  /** What the score of a detection says. */
  public enum Scores {
    /** How well the box fits the query, by itself. */
    ABSOLUTE,
    /**
     * How well the box fits beside the best one of the same query in the image, which always has 1;
     * boxes that fit a tenth as well or less are left out. It is what transformers gives for
     * example images, and cannot say that nothing is there. The threshold is for the absolute
     * score.
     */
    RELATIVE_TO_BEST
  }

  /** Checks the ranges. */
  public DetectionOptions {
    requireShare("threshold", threshold);
    requireShare("overlap", overlap);
    Objects.requireNonNull(answers);
    Objects.requireNonNull(scores);
    if (limit < 1) {
      throw new IllegalArgumentException("limit: expected 1 or more, found " + limit);
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("%s: expected 0..1, found %s".formatted(name, value));
    }
  }

  /**
   * A threshold of 0.1, detections of one query that overlap by half at most, each box for the
   * query it fits best, absolute scores, and 300 detections.
   */
  public static DetectionOptions defaults() {
    return new DetectionOptions(0.1, 0.5, Answers.BEST_QUERY, Scores.ABSOLUTE, 300);
  }

  /** The same with another threshold. */
  public DetectionOptions withThreshold(double value) {
    return new DetectionOptions(value, overlap, answers, scores, limit);
  }

  /** The same with another maximum overlap. */
  public DetectionOptions withOverlap(double value) {
    return new DetectionOptions(threshold, value, answers, scores, limit);
  }

  /** The same with another number of queries that a box answers. */
  public DetectionOptions withAnswers(Answers value) {
    return new DetectionOptions(threshold, overlap, value, scores, limit);
  }

  /** The same with scores that say something else. */
  public DetectionOptions withScores(Scores value) {
    return new DetectionOptions(threshold, overlap, answers, value, limit);
  }

  /** The same with another limit. */
  public DetectionOptions withLimit(int value) {
    return new DetectionOptions(threshold, overlap, answers, scores, value);
  }
}
