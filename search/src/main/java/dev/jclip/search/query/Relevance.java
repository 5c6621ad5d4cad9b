package dev.jclip.search.query;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How surely a similarity is more than chance, as the similarities of this very query with the
 * whole collection tell: most pictures do not show what is wanted, so their similarities are what
 * chance gives. Immutable.
 */
final class Relevance {
  private static final double SPREAD_QUANTILE = 0.158655; // one standard deviation below the mean

  private final double centre;
  private final double spread;
  private final int size;

  private Relevance(double centre, double spread, int size) {
    this.centre = centre;
    this.spread = spread;
    this.size = size;
  }

  static Relevance of(float[] sample, int size) {
    float[] sorted = sample.clone();
    Arrays.sort(sorted);
    double centre = quantile(sorted, 0.5);
    return new Relevance(centre, centre - quantile(sorted, SPREAD_QUANTILE), size);
  }

  private static double quantile(float[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
  }

  double of(double similarity) {
    double z = (similarity - centre) / Math.max(spread, 1e-9);
    double below = NormalDistribution.of(0, 1).cumulativeProbability(z);
    return Math.pow(below, size);
  }
}
