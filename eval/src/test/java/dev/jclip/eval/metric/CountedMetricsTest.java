package dev.jclip.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.eval.statistics.Bootstrap;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Comparison;
import dev.jclip.eval.statistics.Interval;
import dev.jclip.eval.statistics.LinearMetric;
import dev.jclip.eval.statistics.Metric;
import dev.jclip.eval.statistics.PairedTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counting a unit several times is the same as having it several times, by plain definitions. */
class CountedMetricsTest {
  private static final double BOUND = 1e-12;

  /** Random scores, often equal, and counts of which a third are 0. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Data(
      List<float[]> scores,
      List<Integer> labels,
      List<List<Integer>> shown,
      List<Integer> repeated,
      int[] counts) {
    static Data random(int seed) {
      var random = new SplittableRandom(seed);
      int units = random.nextInt(1, 40);
      int classes = random.nextInt(1, 9);
      var scores = new ArrayList<float[]>();
      var labels = new ArrayList<Integer>();
      var shown = new ArrayList<List<Integer>>();
      var repeated = new ArrayList<Integer>();
      int[] counts = new int[units];
      for (int i = 0; i < units; i++) {
        float[] row = new float[classes];
        for (int c = 0; c < classes; c++) {
          row[c] = random.nextInt(6) / 8f;
        }
        scores.add(row);
        labels.add(random.nextInt(classes));
        shown.add(IntStream.range(0, classes).filter(c -> random.nextInt(3) == 0).boxed().toList());
        counts[i] = i == 0 ? 1 : random.nextInt(3);
        for (int copy = 0; copy < counts[i]; copy++) {
          repeated.add(i);
        }
      }
      return new Data(scores, labels, shown, repeated, counts);
    }

    int classes() {
      return scores.getFirst().length;
    }

    <T> List<T> repeat(List<T> values) {
      return repeated.stream().<T>map(values::get).toList();
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  private static void assertLinear(Metric metric) {
    assertThat(Arrays.stream(((LinearMetric) metric).contributions()).sum())
        .as(metric.name())
        .isCloseTo(metric.value(), within(BOUND));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void classification(int seed) {
    Data data = Data.random(seed);
    List<ClassOutcome> outcomes = ClassificationMetrics.outcomes(data.scores(), data.labels());
    List<Metric> metrics = ClassificationMetrics.of(outcomes, data.classes());
    List<ClassOutcome> repeated = data.repeat(outcomes);
    assertThat(metrics.getFirst().value(data.counts())).isCloseTo(topK(data, 1), within(BOUND));
    if (data.classes() >= 5) {
      assertThat(metrics.get(1).value(data.counts())).isCloseTo(topK(data, 5), within(BOUND));
    }
    assertThat(metrics.getLast().value(data.counts()))
        .isCloseTo(meanRecall(repeated, data.classes()), within(BOUND));
    metrics.forEach(CountedMetricsTest::assertLinear);
  }

  private static double topK(Data data, int k) {
    return data.repeated().stream()
        .mapToInt(
            i -> {
              float[] row = data.scores().get(i);
              return IntStream.range(0, row.length)
                      .boxed()
                      .sorted((a, b) -> Float.compare(row[b], row[a]))
                      .limit(k)
                      .anyMatch(data.labels().get(i)::equals)
                  ? 1
                  : 0;
            })
        .average()
        .orElseThrow();
  }

  private static double meanRecall(List<ClassOutcome> outcomes, int classes) {
    return IntStream.range(0, classes)
        .mapToObj(c -> outcomes.stream().filter(outcome -> outcome.label() == c).toList())
        .filter(ofClass -> !ofClass.isEmpty())
        .mapToDouble(
            ofClass ->
                ofClass.stream()
                    .mapToInt(o -> o.prediction() == o.label() ? 1 : 0)
                    .average()
                    .orElse(0))
        .average()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void meanAveragePrecision(int seed) {
    Data data = Data.random(seed);
    double counted = new MeanAveragePrecision(data.scores(), data.shown()).value(data.counts());
    double naive =
        IntStream.range(0, data.classes())
            .mapToDouble(c -> averagePrecision(data, c))
            .average()
            .orElseThrow();
    assertThat(counted).isCloseTo(naive, within(BOUND));
  }

  private static double averagePrecision(Data data, int c) {
    List<Integer> ranking =
        data.repeated().stream()
            .sorted((a, b) -> Float.compare(data.scores().get(b)[c], data.scores().get(a)[c]))
            .toList();
    List<Integer> hits =
        IntStream.range(0, ranking.size())
            .filter(place -> data.shown().get(ranking.get(place)).contains(c))
            .boxed()
            .toList();
    return IntStream.range(0, hits.size())
        .mapToDouble(hit -> (hit + 1.0) / (hits.get(hit) + 1))
        .average()
        .orElse(0);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void areaIsTheShareOfPairsInOrder(int seed) {
    Data data = Data.random(seed);
    Data other = Data.random(seed + 1000);
    List<float[]> known = data.scores();
    List<float[]> unknown = other.scores();
    int[] counts =
        IntStream.concat(Arrays.stream(data.counts()), Arrays.stream(other.counts())).toArray();
    UnknownDetection detection =
        UnknownDetection.of(UnknownDetection.Score.SIMILARITY, known, unknown, 1);
    double naive =
        data.repeat(known).stream()
            .flatMapToDouble(
                a ->
                    other.repeat(unknown).stream()
                        .mapToDouble(b -> (1 + Math.signum(highest(a) - highest(b))) / 2))
            .average()
            .orElseThrow();
    assertThat(detection.value(counts)).isCloseTo(naive, within(BOUND));
    assertThat(detection.curve().area()).isCloseTo(detection.value(), within(BOUND));
  }

  private static float highest(float[] row) {
    float highest = row[0];
    for (float score : row) {
      highest = Math.max(highest, score);
    }
    return highest;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void calibration(int seed) {
    Data data = Data.random(seed);
    List<Metric> metrics = CalibrationMetrics.of(data.scores(), data.labels(), 7);
    Calibration repeated =
        Calibration.of(data.repeat(data.scores()), data.repeat(data.labels()), 7);
    assertThat(metrics.get(0).value(data.counts())).isCloseTo(repeated.ece(), within(BOUND));
    assertThat(metrics.get(1).value(data.counts())).isCloseTo(repeated.nll(), within(BOUND));
    assertThat(metrics.get(2).value(data.counts())).isCloseTo(repeated.brier(), within(BOUND));
    assertLinear(metrics.get(1));
    assertLinear(metrics.get(2));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void retrieval(int seed) {
    var random = new SplittableRandom(seed);
    int pictures = random.nextInt(1, 30);
    List<float[]> images = signs(random, pictures);
    List<Integer> captionImage =
        IntStream.range(0, pictures)
            .flatMap(i -> IntStream.generate(() -> i).limit(random.nextInt(i == 0 ? 1 : 0, 5)))
            .boxed()
            .toList();
    List<float[]> captions = signs(random, captionImage.size());
    RetrievalRanks ranks = RetrievalRanks.of(images, captions, captionImage);
    int[] counts = IntStream.range(0, pictures).map(i -> i == 0 ? 1 : random.nextInt(3)).toArray();
    for (int k : new int[] {1, 3}) {
      List<Metric> metrics = RetrievalMetrics.of(ranks, List.of(k));
      double hits = 0;
      double tried = 0;
      for (int m = 0; m < captions.size(); m++) {
        int own = captionImage.get(m);
        hits += first(captions.get(m), images, k).contains(own) ? counts[own] : 0;
        tried += counts[own];
      }
      assertThat(metrics.get(0).value(counts)).isCloseTo(hits / tried, within(BOUND));
      double found = 0;
      for (int i = 0; i < pictures; i++) {
        int image = i;
        found +=
            first(images.get(i), captions, k).stream().anyMatch(m -> captionImage.get(m) == image)
                ? counts[i]
                : 0;
      }
      assertThat(metrics.get(1).value(counts))
          .isCloseTo(found / Arrays.stream(counts).sum(), within(BOUND));
      metrics.forEach(CountedMetricsTest::assertLinear);
    }
  }

  /** Vectors whose products are exact, so that equal ones are equal in any order of summation. */
  private static List<float[]> signs(SplittableRandom random, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float[] vector = new float[16];
              for (int e = 0; e < vector.length; e++) {
                vector[e] = random.nextBoolean() ? 0.25f : -0.25f;
              }
              return vector;
            })
        .toList();
  }

  private static List<Integer> first(float[] query, List<float[]> choices, int k) {
    return IntStream.range(0, choices.size())
        .boxed()
        .sorted((a, b) -> Double.compare(dot(query, choices.get(b)), dot(query, choices.get(a))))
        .limit(k)
        .toList();
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(e -> (double) a[e] * b[e]).sum();
  }

  @Test
  void scoresThatAreNoNumbersAreRefused() {
    float[] broken = {0.1f, Float.NaN, 0.3f};
    String message =
        "score 1 of 3: expected a number, found NaN; does the model give finite embeddings?";
    assertThatThrownBy(() -> ClassOutcome.of(broken, 1)).hasMessage(message);
    assertThatThrownBy(
            () ->
                UnknownDetection.of(
                    UnknownDetection.Score.SIMILARITY, List.of(broken), List.of(broken), 1))
        .hasMessage(message);
    assertThatThrownBy(() -> RocCurve.of(new double[] {1, Double.NaN}, new double[] {0}))
        .hasMessage("scores: expected numbers, found NaN");
    List<float[]> images = List.of(new float[] {1, 0}, new float[] {Float.NaN, 0});
    assertThatThrownBy(() -> RetrievalRanks.of(images, images, List.of(0, 1)))
        .hasMessageContaining("found NaN");
  }

  @Test
  void vectorsOfAnotherLengthAreRefused() {
    assertThatThrownBy(
            () ->
                ClassificationMetrics.similarities(
                    List.of(new float[2]), List.of(new float[3], new float[3])))
        .hasMessage(
            "expected vectors of one length, found 3 and 2; do they come from different models?");
  }

  /** The likelihood rises without end, to where the true class's probability rounds to 1. */
  @ParameterizedTest
  @MethodSource("seeds")
  void temperatureOfPicturesAllRightIsAtTheLimit(int seed) {
    var random = new SplittableRandom(seed);
    int classes = new int[] {2, 10, 100}[seed % 3];
    var scores = new ArrayList<float[]>();
    var labels = new ArrayList<Integer>();
    for (int i = 0; i < 100; i++) {
      float[] row = new float[classes];
      for (int c = 0; c < classes; c++) {
        row[c] = (float) (0.15 + 0.03 * random.nextGaussian());
      }
      int label = random.nextInt(classes);
      row[label] = highest(row) + 0.02f + 0.05f * (float) random.nextDouble();
      scores.add(row);
      labels.add(label);
    }
    TemperatureFit fit = TemperatureFit.fit(scores, labels, 100, seed);
    assertThat(fit.atLimit()).as("scale %s", fit.scale()).isTrue();
  }

  @Test
  void figuresThatAreNotDefinedHaveNoPValue() {
    Metric none = HitRate.of("none", new int[3], new int[3]);
    Comparison comparison = PairedTest.compare(none, none, BootstrapOptions.DEFAULT);
    assertThat(comparison.pValue()).isNaN();
  }

  /** An area of 1 over two images of one kind says little, however many there are of the other. */
  @Test
  void onlySharesOfUnitsHaveTheBinomialsBound() {
    UnknownDetection detection =
        UnknownDetection.of(
            UnknownDetection.Score.SIMILARITY,
            Collections.nCopies(100, new float[] {1}),
            Collections.nCopies(2, new float[] {0}),
            1);
    Metric precision = new MeanAveragePrecision(List.of(new float[] {1}), List.of(List.of(0)));
    for (Metric metric : List.of(detection, precision)) {
      assertThat(metric.value()).isEqualTo(1);
      assertThat(Bootstrap.interval(metric, BootstrapOptions.DEFAULT).method())
          .isEqualTo(Interval.Method.CONSTANT);
    }
  }

  /** With probability 0.025 the only image of its class was right by luck. */
  @Test
  void oneRareClassLeavesAPerfectRecallUncertain() {
    var outcomes = new ArrayList<ClassOutcome>();
    for (int i = 0; i < 101; i++) {
      outcomes.add(new ClassOutcome(i == 0 ? 1 : 0, i == 0 ? 1 : 0, 0));
    }
    Interval recall =
        Bootstrap.interval(new MeanPerClassRecall(outcomes, 2), BootstrapOptions.DEFAULT);
    assertThat(recall.method()).isEqualTo(Interval.Method.EXACT);
    assertThat(recall.low()).isCloseTo((1 + 0.025) / 2, within(1e-9));
    Interval accuracy =
        Bootstrap.interval(ClassificationMetrics.accuracy(outcomes, 1), BootstrapOptions.DEFAULT);
    assertThat(accuracy.low()).isCloseTo(Math.pow(0.025, 1 / 101.0), within(1e-9));
  }
}
