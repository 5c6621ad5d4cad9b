package dev.jclip.search.query;

import java.util.List;

/**
 * What is looked for, as a vector.
 *
 * @param values of norm 1
 * @param parts of what texts and images it is the sum, since what a similarity is worth depends on
 *     that: images are more like images than texts are, and a difference less than both
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record QueryVector(float[] values, List<Part> parts) {
  /** What a part is. */
  public enum Kind {
    /** A text. */
    TEXT,
    /** An image. */
    PICTURE
  }

  /**
   * A text or image of a sum.
   *
   * @param weight below 0 where it is subtracted
   */
  public record Part(double weight, Kind kind) {}

  /** Copies the list. */
  public QueryVector {
    parts = List.copyOf(parts);
  }

  /** A single text or image. */
  public QueryVector(float[] values, Kind kind) {
    this(values, List.of(new Part(1, kind)));
  }
}
