package dev.jclip.eval.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Confidence intervals by the bias-corrected and accelerated bootstrap, BCa (B. Efron, Better
 * Bootstrap Confidence Intervals, J. Am. Stat. Assoc. 82, 1987; Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, section 14.3).
 *
 * <p>Results depend on the seed alone, not on the number of threads. Thread-safe: holds nothing.
 */
public final class Bootstrap {
  private static final int JACKKNIFE_GROUPS = 200;
  private static final int BISECTIONS = 100;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Bootstrap() {}

  /** The interval of one figure. */
  public static Interval interval(Metric metric, BootstrapOptions options) {
    return intervals(List.of(metric), options).getFirst();
  }

  /**
   * The intervals of figures over the same units, from the same draws.
   *
   * @throws IllegalArgumentException if the figures have different numbers of units
   */
  public static List<Interval> intervals(List<Metric> metrics, BootstrapOptions options) {
    requireSameUnits(metrics);
    double[][] values = resampled(metrics, options);
    return IntStream.range(0, metrics.size())
        .mapToObj(i -> interval(metrics.get(i), column(values, i), options.confidence()))
        .toList();
  }

  private static void requireSameUnits(List<Metric> metrics) {
    for (Metric metric : metrics) {
      if (metric.units() != metrics.getFirst().units() || metric.units() < 1) {
        throw new IllegalArgumentException(
            "%s: expected %d units, at least 1, as %s has, found %d"
                .formatted(
                    metric.name(),
                    metrics.getFirst().units(),
                    metrics.getFirst().name(),
                    metric.units()));
      }
    }
  }

  /** The figures of data sets drawn with replacement, rising; those not defined are left out. */
  static double[] resampled(Metric metric, BootstrapOptions options) {
    return column(resampled(List.of(metric), options), 0);
  }

  /** The figures [resamples][metrics] of data sets drawn with replacement. */
  private static double[][] resampled(List<Metric> metrics, BootstrapOptions options) {
    int units = metrics.isEmpty() ? 0 : metrics.getFirst().units();
    return IntStream.range(0, options.resamples())
        .parallel()
        .mapToObj(
            resample -> {
              int[] counts = draw(units, new SplittableRandom(mix(options.seed(), resample)));
              return metrics.stream().mapToDouble(metric -> metric.value(counts)).toArray();
            })
        .toArray(double[][]::new);
  }

  private static int[] draw(int units, SplittableRandom random) {
    int[] counts = new int[units];
    for (int i = 0; i < units; i++) {
      counts[random.nextInt(units)]++;
    }
    return counts;
  }

  /** A seed for each resample; neighbours lead to unrelated draws. */
  private static long mix(long seed, int resample) {
    return new SplittableRandom(seed + 0xD1B54A32D192ED03L * (resample + 1L)).nextLong();
  }

  private static double[] column(double[][] values, int metric) {
    return Arrays.stream(values)
        .mapToDouble(row -> row[metric])
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
  }

  private static Interval interval(Metric metric, double[] sorted, double confidence) {
    double figure = metric.value();
    if (sorted.length == 0 || Double.isNaN(figure)) {
      return new Interval(Double.NaN, Double.NaN, confidence, Interval.Method.CONSTANT);
    }
    if (sorted[0] == sorted[sorted.length - 1]) {
      return unanimous(metric, figure, confidence);
    }
    double tail = (1 - confidence) / 2;
    double bias = bias(sorted, figure);
    double acceleration = acceleration(metric);
    return new Interval(
        quantile(sorted, corrected(tail, bias, acceleration)),
        quantile(sorted, corrected(1 - tail, bias, acceleration)),
        confidence,
        Interval.Method.BCA);
  }

  /** Units that all agree leave the bootstrap nothing to see, but their number still bounds. */
  private static Interval unanimous(Metric metric, double figure, double confidence) {
    double tail = (1 - confidence) / 2;
    if (metric.isShare() && figure == 1) {
      return new Interval(leastShare(metric, tail), 1, confidence, Interval.Method.EXACT);
    }
    if (metric.isShare() && figure == 0) {
      return new Interval(0, 1 - leastShare(metric, tail), confidence, Interval.Method.EXACT);
    }
    return new Interval(figure, figure, confidence, Interval.Method.CONSTANT);
  }

  /**
   * The minimum share with which all units are right with this probability. If unit i is right with
   * probability p_i, the sum of w_i p_i has its minimum, given the product of p_i, where p_i =
   * min(1, m / w_i) with one m for all. For units of equal weight this is Clopper and Pearson's
   * bound.
   */
  private static double leastShare(Metric metric, double probability) {
    double[] weights = metric.weights();
    double low = 0;
    double high = Arrays.stream(weights).max().orElseThrow();
    for (int i = 0; i < BISECTIONS; i++) {
      double m = (low + high) / 2;
      double logProduct =
          Arrays.stream(weights).filter(weight -> weight > m).map(w -> Math.log(m / w)).sum();
      if (logProduct < Math.log(probability)) {
        low = m;
      } else {
        high = m;
      }
    }
    double m = low;
    return Arrays.stream(weights).map(weight -> Math.min(weight, m)).sum();
  }

  /** z0, equation 14.14: how far the figure is from the middle of its resamples. */
  private static double bias(double[] sorted, double figure) {
    double below = 0;
    for (double value : sorted) {
      below += value < figure ? 1 : value == figure ? 0.5 : 0;
    }
    double least = 0.5 / sorted.length;
    return NORMAL.inverseCumulativeProbability(Math.clamp(below / sorted.length, least, 1 - least));
  }

  /**
   * a, equation 14.15, from a jackknife that leaves out whole groups of units: the skewness of the
   * sums shrinks with the root of the group's size just as the number of groups does, so that a is
   * the same as that of single units.
   */
  private static double acceleration(Metric metric) {
    int units = metric.units();
    int groups = Math.min(units, JACKKNIFE_GROUPS);
    double[] without =
        IntStream.range(0, groups)
            .parallel()
            .mapToDouble(group -> metric.value(allBut(group, groups, units)))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    double mean = Arrays.stream(without).average().orElse(0);
    double squares = 0;
    double cubes = 0;
    for (double value : without) {
      double deviation = mean - value;
      squares += deviation * deviation;
      cubes += deviation * deviation * deviation;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  private static int[] allBut(int group, int groups, int units) {
    int[] counts = new int[units];
    for (int i = 0; i < units; i++) {
      counts[i] = i % groups == group ? 0 : 1;
    }
    return counts;
  }

  /** Equation 14.10. */
  private static double corrected(double level, double bias, double acceleration) {
    double shifted = bias + NORMAL.inverseCumulativeProbability(level);
    double slope = 1 - acceleration * shifted;
    return slope <= 0 ? Math.round(level) : NORMAL.cumulativeProbability(bias + shifted / slope);
  }

  /**
   * The mid-distribution quantile (Ma, Genton and Parzen, Asymptotic properties of sample quantiles
   * of discrete distributions, Ann. Inst. Stat. Math. 63, 2011): equal values stand in the middle
   * of their ranks, as they do for {@link #bias}, so that a figure that moves in steps is not
   * bounded by whole steps, which would hold the truth too often.
   */
  private static double quantile(double[] sorted, double level) {
    double rank = level * sorted.length;
    double below = sorted[0];
    double rankBelow = 0;
    for (int from = 0; from < sorted.length; ) {
      int to = from + 1;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      double middle = (from + to) / 2.0;
      if (rank <= middle) {
        return below + (rank - rankBelow) / (middle - rankBelow) * (sorted[from] - below);
      }
      below = sorted[from];
      rankBelow = middle;
      from = to;
    }
    return below;
  }
}
