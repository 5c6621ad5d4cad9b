package dev.jclip.search.query;

import dev.jclip.search.query.ChanceLevel.Reach;
import java.util.Arrays;

/** The similarities of a query with a sample of the collection, in rising order. Immutable. */
final class QueryProfile {
  private static final double LOWER_QUARTILE = 0.25;

  private final float[] sorted;

  QueryProfile(float[] sample) {
    sorted = sample.clone();
    Arrays.sort(sorted);
  }

  /** How high a picture of this similarity stands. */
  Reach reach(double similarity) {
    return new Reach(similarity, similarity - sorted[(int) (LOWER_QUARTILE * (sorted.length - 1))]);
  }

  /** The highest of the sample. */
  double highest() {
    return sorted[sorted.length - 1];
  }

  /** What shows the concept, and what does not. */
  TwoNormals twoNormals() {
    return TwoNormals.fit(sorted);
  }
}
