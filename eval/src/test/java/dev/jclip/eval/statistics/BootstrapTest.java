package dev.jclip.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class BootstrapTest {
  /** {@code -Djclip.bootstrap.resamples=2000} is what the command line uses. */
  private static final int RESAMPLES = Integer.getInteger("jclip.bootstrap.resamples", 500);

  private static final long SEED = Long.getLong("jclip.bootstrap.seed", 17);

  private static final int DATA_SETS = 1000;

  /** The mean of the units' values. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Mean(double[] values) implements LinearMetric {
    @Override
    public String name() {
      return "mean";
    }

    @Override
    public int units() {
      return values.length;
    }

    @Override
    public double value(int[] counts) {
      double sum = 0;
      int all = 0;
      for (int i = 0; i < values.length; i++) {
        sum += counts[i] * values[i];
        all += counts[i];
      }
      return sum / all;
    }

    @Override
    public double[] contributions() {
      return Arrays.stream(values).map(value -> value / values.length).toArray();
    }
  }

  private static Mean hits(SplittableRandom random, int units, double accuracy) {
    return new Mean(
        IntStream.range(0, units)
            .mapToDouble(i -> random.nextDouble() < accuracy ? 1 : 0)
            .toArray());
  }

  /** The share of simulated data sets whose interval holds the truth. */
  private static double coverage(Function<SplittableRandom, Metric> simulation, double truth) {
    long covered =
        IntStream.range(0, DATA_SETS)
            .filter(
                data -> {
                  Metric metric = simulation.apply(new SplittableRandom(1_000_003L * data + SEED));
                  Interval interval =
                      Bootstrap.interval(metric, new BootstrapOptions(RESAMPLES, 0.95, data));
                  return interval.low() <= truth && truth <= interval.high();
                })
            .count();
    return (double) covered / DATA_SETS;
  }

  @ParameterizedTest
  @CsvSource({"0.5,200", "0.62,1000", "0.8,500", "0.95,300", "0.9,2829", "0.3,400"})
  void intervalsOfAccuracyCoverTheTruth(double accuracy, int units) {
    double coverage = coverage(random -> hits(random, units, accuracy), accuracy);
    System.out.printf("accuracy %s of %d: coverage %.3f%n", accuracy, units, coverage);
    assertThat(coverage).isBetween(0.93, 0.97);
  }

  /** Captions of one image are right or wrong together more often than not. */
  @Test
  void intervalsOfClusteredFiguresCoverTheTruth() {
    double coverage =
        coverage(
            random ->
                new Mean(
                    IntStream.range(0, 300)
                        .mapToDouble(
                            i -> {
                              double easy = random.nextDouble() < 0.5 ? 0.9 : 0.3;
                              return IntStream.range(0, 5)
                                      .filter(caption -> random.nextDouble() < easy)
                                      .count()
                                  / 5.0;
                            })
                        .toArray()),
            0.6);
    System.out.printf("clustered: coverage %.3f%n", coverage);
    assertThat(coverage).isBetween(0.93, 0.97);
  }

  @Test
  void skewedFiguresAreCoveredFromBothSides() {
    double coverage =
        coverage(
            random ->
                new Mean(
                    IntStream.range(0, 200)
                        .mapToDouble(i -> -Math.log(1 - random.nextDouble()))
                        .toArray()),
            1);
    System.out.printf("skewed: coverage %.3f%n", coverage);
    assertThat(coverage).isBetween(0.93, 0.97);
  }

  /**
   * Made by scipy.stats.bootstrap(data, np.mean, method="BCa", n_resamples=200000): three seeds.
   */
  @Test
  void agreesWithScipy() {
    double[] values = {0.1, 0.2, 0.25, 0.3, 0.4, 0.9, 1.5, 2.7, 5.0, 9.5};
    Interval interval =
        Bootstrap.interval(new Mean(values), new BootstrapOptions(200_000, 0.95, 3));
    assertThat(interval.method()).isEqualTo(Interval.Method.BCA);
    assertThat(interval.low()).isCloseTo(0.813, within(0.02));
    assertThat(interval.high()).isCloseTo(4.82, within(0.1));
  }

  @Test
  void unitsThatAllAgreeHaveTheExactBound() {
    double[] ones = new double[40];
    Arrays.fill(ones, 1);
    Interval right = Bootstrap.interval(new Mean(ones), BootstrapOptions.DEFAULT);
    assertThat(right.method()).isEqualTo(Interval.Method.EXACT);
    assertThat(right.low()).isCloseTo(Math.pow(0.025, 1.0 / 40), within(1e-9));
    assertThat(right.high()).isEqualTo(1);
    Interval wrong = Bootstrap.interval(new Mean(new double[40]), BootstrapOptions.DEFAULT);
    assertThat(wrong.low()).isZero();
    assertThat(wrong.high()).isCloseTo(1 - Math.pow(0.025, 1.0 / 40), within(1e-9));
    double[] halves = new double[40];
    Arrays.fill(halves, 0.5);
    Interval same = Bootstrap.interval(new Mean(halves), BootstrapOptions.DEFAULT);
    assertThat(same).isEqualTo(new Interval(0.5, 0.5, 0.95, Interval.Method.CONSTANT));
  }

  /** A truth on a step of the figure is held by luck if the ends are whole steps too. */
  @Test
  void endsLieBetweenTheStepsOfAFigure() {
    double[] values = new double[300];
    Arrays.fill(values, 0, 285, 1);
    Interval interval = Bootstrap.interval(new Mean(values), BootstrapOptions.DEFAULT);
    assertThat(300 * interval.low() % 1).isBetween(0.01, 0.99);
    assertThat(300 * interval.high() % 1).isBetween(0.01, 0.99);
  }

  @Test
  void theSeedAloneDecides() {
    Metric metric = hits(new SplittableRandom(1), 300, 0.7);
    var options = new BootstrapOptions(1000, 0.9, 5);
    assertThat(Bootstrap.interval(metric, options)).isEqualTo(Bootstrap.interval(metric, options));
    assertThat(Bootstrap.intervals(List.of(metric, metric), options))
        .containsOnly(Bootstrap.interval(metric, options));
    assertThat(Bootstrap.interval(metric, new BootstrapOptions(1000, 0.9, 6)))
        .isNotEqualTo(Bootstrap.interval(metric, options));
  }

  @Test
  void saysWhatIsWrong() {
    Metric few = hits(new SplittableRandom(1), 3, 0.7);
    Metric more = hits(new SplittableRandom(1), 4, 0.7);
    assertThatThrownBy(() -> Bootstrap.intervals(List.of(few, more), BootstrapOptions.DEFAULT))
        .hasMessage("mean: expected 3 units, at least 1, as mean has, found 4");
    assertThatThrownBy(() -> new BootstrapOptions(10, 0.95, 0))
        .hasMessage("resamples: expected 100 or more, found 10");
    assertThatThrownBy(() -> new BootstrapOptions(1000, 95, 0))
        .hasMessage("confidence: expected a number between 0.5 and 1, found 95.0");
    assertThatThrownBy(() -> PairedTest.compare(few, more, BootstrapOptions.DEFAULT))
        .hasMessage("mean: expected two runs over the same examples, found 3 and 4 of them");
  }

  /** p-values by scipy.stats.binomtest(better, better + worse).pvalue. */
  @ParameterizedTest
  @CsvSource({"5,1,0.21875", "10,2,0.03857421875", "7,7,1", "0,0,1", "60,30,0.0020602656809630745"})
  void exchangesOfOneSizeAreMcNemars(int better, int worse, double expected) {
    int units = 200;
    double[] a = new double[units];
    double[] b = new double[units];
    for (int i = 0; i < units; i++) {
      a[i] = i < better ? 0 : i < better + worse ? 1 : i % 2;
      b[i] = i < better ? 1 : i < better + worse ? 0 : i % 2;
    }
    Comparison comparison = PairedTest.compare(new Mean(a), new Mean(b), BootstrapOptions.DEFAULT);
    assertThat(comparison.test()).isEqualTo(Comparison.Test.MCNEMAR);
    assertThat(comparison.pValue()).isCloseTo(expected, within(1e-9));
    assertThat(comparison.difference()).isCloseTo((better - worse) / 200.0, within(1e-12));
    assertThat(comparison.interval().low()).isLessThanOrEqualTo(comparison.difference());
    assertThat(comparison.interval().high()).isGreaterThanOrEqualTo(comparison.difference());
  }

  @Test
  void equalModelsAreRarelyFoundDifferent() {
    long found =
        IntStream.range(0, DATA_SETS)
            .filter(
                data -> {
                  var random = new SplittableRandom(7919L * data + 3);
                  Mean a = graded(random, 0);
                  Mean b = graded(random, 0);
                  return PairedTest.compare(a, b, new BootstrapOptions(100, 0.95, data)).pValue()
                      < 0.05;
                })
            .count();
    System.out.printf("null: %.3f below 0.05%n", (double) found / DATA_SETS);
    assertThat(found).isBetween(30L, 70L);
  }

  @Test
  void betterModelsAreFound() {
    var random = new SplittableRandom(4);
    Comparison comparison =
        PairedTest.compare(graded(random, 0), graded(random, 0.3), BootstrapOptions.DEFAULT);
    assertThat(comparison.test()).isEqualTo(Comparison.Test.SIGN_FLIP);
    assertThat(comparison.pValue()).isLessThan(0.001);
    assertThat(comparison.interval().low()).isPositive();
  }

  private static Mean graded(SplittableRandom random, double better) {
    return new Mean(
        IntStream.range(0, 80).mapToDouble(i -> better + random.nextDouble()).toArray());
  }

  @Test
  void figuresThatAreNoSumsAreComparedByResampling() {
    var random = new SplittableRandom(4);
    Metric low = notLinear(graded(random, 0));
    Metric high = notLinear(graded(random, 0.3));
    Comparison different = PairedTest.compare(low, high, BootstrapOptions.DEFAULT);
    assertThat(different.test()).isEqualTo(Comparison.Test.BOOTSTRAP);
    assertThat(different.pValue()).isLessThan(0.01);
    assertThat(PairedTest.compare(low, low, BootstrapOptions.DEFAULT).pValue()).isEqualTo(1);
  }

  private static Metric notLinear(Mean mean) {
    return new Metric() {
      @Override
      public String name() {
        return mean.name();
      }

      @Override
      public int units() {
        return mean.units();
      }

      @Override
      public double value(int[] counts) {
        return mean.value(counts);
      }
    };
  }
}
