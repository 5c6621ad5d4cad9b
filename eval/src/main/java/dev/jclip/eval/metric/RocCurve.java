package dev.jclip.eval.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well a score tells two groups apart: for each threshold the share of the first group and of
 * the second with at least that score.
 *
 * @param points from the threshold that nothing reaches to the one that everything reaches
 * @param area under the curve: the chance that one of the first group scores higher than one of the
 *     second, ties counting half
 */
public record RocCurve(List<Point> points, double area) {
  /** Copies the list. */
  public RocCurve {
    points = List.copyOf(points);
  }

  /**
   * One threshold.
   *
   * @param threshold the minimum score that is accepted; infinite at the curve's start
   * @param truePositiveRate share of the first group that is accepted
   * @param falsePositiveRate share of the second group that is accepted
   */
  public record Point(double threshold, double truePositiveRate, double falsePositiveRate) {
    private double difference() {
      return truePositiveRate - falsePositiveRate;
    }
  }

  /**
   * Compares two groups of scores.
   *
   * @throws IllegalArgumentException if one of them is empty or holds NaN
   */
  public static RocCurve of(double[] positives, double[] negatives) {
    if (positives.length == 0 || negatives.length == 0) {
      throw new IllegalArgumentException(
          "expected scores of both groups, found %d and %d"
              .formatted(positives.length, negatives.length));
    }
    double[] first = falling(positives);
    double[] second = falling(negatives);
    var points = new ArrayList<Point>();
    points.add(new Point(Double.POSITIVE_INFINITY, 0, 0));
    int i = 0;
    int j = 0;
    double area = 0;
    while (i < first.length || j < second.length) {
      double threshold =
          Math.max(
              i < first.length ? first[i] : Double.NEGATIVE_INFINITY,
              j < second.length ? second[j] : Double.NEGATIVE_INFINITY);
      int before = i;
      int beforeNegatives = j;
      while (i < first.length && first[i] >= threshold) {
        i++;
      }
      while (j < second.length && second[j] >= threshold) {
        j++;
      }
      area += (j - beforeNegatives) * (before + i) / 2.0;
      points.add(new Point(threshold, (double) i / first.length, (double) j / second.length));
    }
    return new RocCurve(points, area / first.length / second.length);
  }

  private static double[] falling(double[] scores) {
    double[] rising = scores.clone();
    Arrays.sort(rising);
    if (Double.isNaN(rising[rising.length - 1])) {
      throw new IllegalArgumentException("scores: expected numbers, found NaN");
    }
    double[] falling = new double[rising.length];
    for (int i = 0; i < rising.length; i++) {
      falling[i] = rising[rising.length - 1 - i];
    }
    return falling;
  }

  /** The highest threshold that accepts at least this share, in 0..1, of the first group. */
  public Point keeping(double share) {
    return points.stream()
        .filter(point -> point.truePositiveRate() >= share)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("share: expected 0..1, found " + share));
  }

  /**
   * The threshold with the greatest difference of the two shares (W. J. Youden, Index for rating
   * diagnostic tests, Cancer 3, 1950); of several the highest.
   */
  public Point youden() {
    return points.stream()
        .reduce((best, point) -> point.difference() > best.difference() ? point : best)
        .orElseThrow();
  }
}
