package dev.jclip.eval.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Whether two models differ by more than chance. Thread-safe: holds nothing. */
public final class PairedTest {
  private static final int FLIPS = 10_000;

  /** Differences nearer than this are of one size, whatever their rounding. */
  private static final double SAME_SIZE = 1e-9;

  private PairedTest() {}

  /**
   * Compares a figure of two models over the same units, in the same order.
   *
   * <p>Where the figure is a sum of what each unit adds, the p-value is that of exchanging the two
   * models' answers unit by unit (Fisher's randomisation test); with differences of one size this
   * is McNemar's exact test. Otherwise it is the bootstrap's.
   *
   * @throws IllegalArgumentException if the figures have different numbers of units
   */
  public static Comparison compare(Metric first, Metric second, BootstrapOptions options) {
    if (first.units() != second.units()) {
      throw new IllegalArgumentException(
          "%s: expected two runs over the same examples, found %d and %d of them"
              .formatted(first.name(), first.units(), second.units()));
    }
    var difference = new Difference(first, second);
    Interval interval = Bootstrap.interval(difference, options);
    if (Double.isNaN(difference.value())) {
      return comparison(first, second, interval, Double.NaN, Comparison.Test.BOOTSTRAP);
    }
    if (first instanceof LinearMetric a && second instanceof LinearMetric b) {
      return exchanged(a, b, interval, options.seed());
    }
    double p = bootstrapped(difference, options);
    return comparison(first, second, interval, p, Comparison.Test.BOOTSTRAP);
  }

  private record Difference(Metric first, Metric second) implements Metric {
    @Override
    public String name() {
      return first.name();
    }

    @Override
    public int units() {
      return first.units();
    }

    @Override
    public double value(int[] counts) {
      return second.value(counts) - first.value(counts);
    }

    @Override
    public boolean isShare() {
      return false;
    }
  }

  private static Comparison comparison(
      Metric first, Metric second, Interval interval, double p, Comparison.Test test) {
    return new Comparison(first.name(), first.value(), second.value(), interval, p, test);
  }

  private static Comparison exchanged(
      LinearMetric first, LinearMetric second, Interval interval, long seed) {
    double[] a = first.contributions();
    double[] b = second.contributions();
    double[] differences =
        IntStream.range(0, a.length).mapToDouble(i -> b[i] - a[i]).filter(d -> d != 0).toArray();
    double size = Arrays.stream(differences).map(Math::abs).max().orElse(0);
    boolean oneSize =
        Arrays.stream(differences).allMatch(d -> size - Math.abs(d) <= SAME_SIZE * size);
    return oneSize
        ? comparison(first, second, interval, mcNemar(differences), Comparison.Test.MCNEMAR)
        : comparison(
            first, second, interval, signFlip(differences, seed), Comparison.Test.SIGN_FLIP);
  }

  private static double mcNemar(double[] differences) {
    if (differences.length == 0) {
      return 1;
    }
    int better = (int) Arrays.stream(differences).filter(d -> d > 0).count();
    int fewer = Math.min(better, differences.length - better);
    return Math.min(
        1, 2 * BinomialDistribution.of(differences.length, 0.5).cumulativeProbability(fewer));
  }

  private static double signFlip(double[] differences, long seed) {
    double observed = Math.abs(Arrays.stream(differences).sum());
    double slack = 1e-12 * Arrays.stream(differences).map(Math::abs).sum();
    long asLarge =
        IntStream.range(0, FLIPS)
            .parallel()
            .filter(flip -> Math.abs(flipped(differences, seed, flip)) >= observed - slack)
            .count();
    return (1.0 + asLarge) / (1.0 + FLIPS);
  }

  private static double flipped(double[] differences, long seed, int flip) {
    var random = new SplittableRandom(seed ^ (0x9E6C63D0876A9A47L * (flip + 1L)));
    double sum = 0;
    long bits = 0;
    for (int i = 0; i < differences.length; i++) {
      bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
      sum += (bits & 1) == 0 ? differences[i] : -differences[i];
    }
    return sum;
  }

  private static double bootstrapped(Difference difference, BootstrapOptions options) {
    double[] values = Bootstrap.resampled(difference, options);
    long notAbove = Arrays.stream(values).filter(value -> value <= 0).count();
    long notBelow = Arrays.stream(values).filter(value -> value >= 0).count();
    return Math.min(1, 2 * (1.0 + Math.min(notAbove, notBelow)) / (1.0 + values.length));
  }
}
