package dev.jclip.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.eval.statistics.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final double TRUE_SCALE = 6;

  /** Labels drawn from softmax(6 * scores): with that factor, and no other, calibrated. */
  private static List<Integer> drawn(List<float[]> scores, Random random) {
    return scores.stream()
        .map(
            row -> {
              double left = random.nextDouble();
              double[] probabilities = Softmax.of(row, TRUE_SCALE);
              int label = 0;
              while (label < row.length - 1 && left >= probabilities[label]) {
                left -= probabilities[label++];
              }
              return label;
            })
        .toList();
  }

  private static List<float[]> scores(int count, int classes, Random random) {
    var scores = new ArrayList<float[]>();
    for (int i = 0; i < count; i++) {
      float[] row = new float[classes];
      for (int c = 0; c < classes; c++) {
        row[c] = (float) random.nextGaussian() / 2;
      }
      scores.add(row);
    }
    return scores;
  }

  @Test
  void theTemperatureThatMadeTheLabelsIsFound() {
    var random = new Random(3);
    List<float[]> scores = scores(20_000, 5, random);
    List<Integer> labels = drawn(scores, random);
    for (double start : new double[] {1, 6, 100}) {
      TemperatureFit fit = TemperatureFit.fit(scores, labels, start, 0);
      assertThat(fit.scale()).isCloseTo(TRUE_SCALE, within(0.2));
      assertThat(fit.atLimit()).isFalse();
      assertThat(fit.crossFitted().ece()).isLessThan(0.02);
    }
    assertThat(Calibration.of(scores, labels, 100).ece()).isGreaterThan(0.1);
    double best = TemperatureFit.fit(scores, labels, 1, 0).scale();
    double nll = Calibration.of(scores, labels, best).nll();
    assertThat(Calibration.of(scores, labels, best * 1.01).nll()).isGreaterThan(nll);
    assertThat(Calibration.of(scores, labels, best / 1.01).nll()).isGreaterThan(nll);
  }

  @Test
  void whereAllAreRightTheLimitIsReached() {
    List<float[]> scores = List.of(new float[] {1, 0}, new float[] {0, 1}, new float[] {2, 0});
    TemperatureFit fit = TemperatureFit.fit(scores, List.of(0, 1, 0), 1, 0);
    assertThat(fit.atLimit()).isTrue();
    assertThat(fit.scale()).isFinite();
  }

  @Test
  void binsAreClosedOnTheRight() {
    float[] even = {0, 0, 0}; // confidence 1/3 = 5/15, the upper end of the fifth bin
    Calibration calibration = Calibration.of(List.of(even), List.of(0), 1);
    assertThat(calibration.bins().get(4).count()).isEqualTo(1);
    assertThat(calibration.ece()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(calibration.mce()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(calibration.nll()).isCloseTo(Math.log(3), within(1e-12));
    assertThat(calibration.brier()).isCloseTo(4 / 9.0 + 2 / 9.0, within(1e-12));
  }

  @Test
  void figuresUnderCountsAreThoseOfCopies() {
    var random = new Random(8);
    List<float[]> scores = scores(30, 6, random);
    List<Integer> labels = drawn(scores, random);
    List<List<Integer>> shown = labels.stream().map(List::of).toList();
    int[] counts = IntStream.range(0, 30).map(i -> i % 4).toArray();
    List<Integer> copies =
        IntStream.range(0, 30)
            .boxed()
            .flatMap(i -> Collections.nCopies(counts[i], i).stream())
            .toList();
    List<float[]> copiedScores = copies.stream().map(scores::get).toList();
    List<Integer> copiedLabels = copies.stream().map(labels::get).toList();
    var metrics = new ArrayList<Metric>(CalibrationMetrics.of(scores, labels, 3));
    var ofCopies = new ArrayList<Metric>(CalibrationMetrics.of(copiedScores, copiedLabels, 3));
    metrics.addAll(ClassificationMetrics.of(ClassificationMetrics.outcomes(scores, labels), 6));
    ofCopies.addAll(
        ClassificationMetrics.of(ClassificationMetrics.outcomes(copiedScores, copiedLabels), 6));
    metrics.add(new MeanAveragePrecision(scores, shown));
    ofCopies.add(
        new MeanAveragePrecision(copiedScores, copiedLabels.stream().map(List::of).toList()));
    for (int i = 0; i < metrics.size(); i++) {
      assertThat(metrics.get(i).value(counts))
          .as(metrics.get(i).name())
          .isCloseTo(ofCopies.get(i).value(), within(1e-12));
    }
    assertThat(metrics.getFirst().value())
        .isCloseTo(Calibration.of(scores, labels, 3).ece(), within(1e-12));
  }

  @Test
  void confusionsAreOrderedByWhatTheyCost() {
    List<ClassOutcome> outcomes =
        List.of(
            new ClassOutcome(0, 0, 0),
            new ClassOutcome(0, 1, 1),
            new ClassOutcome(0, 1, 1),
            new ClassOutcome(2, 1, 1));
    ClassTable table = ClassTable.of(outcomes, 4);
    assertThat(table.confusions())
        .containsExactly(
            new ClassTable.Confusion(0, 1, 2, 0.5, 1 / 3.0),
            new ClassTable.Confusion(2, 1, 1, 0.25, 0.5));
    assertThat(table.rows().get(3).recall()).isNaN();
  }

  @Test
  void unknownPicturesAreToldByLeavingTheirClassesOut() {
    var random = new Random(2);
    var scores = new ArrayList<float[]>();
    var labels = new ArrayList<Integer>();
    for (int i = 0; i < 300; i++) {
      float[] row = new float[6];
      for (int c = 0; c < 6; c++) {
        row[c] = (float) (random.nextDouble() * 0.2 + (c == i % 6 ? 0.5 : 0));
      }
      scores.add(row);
      labels.add(i % 6);
    }
    var detection =
        UnknownDetection.leavingClassesOut(
            UnknownDetection.Score.SIMILARITY, scores, labels, 100, 0);
    assertThat(detection.value()).isEqualTo(1);
    assertThat(detection.curve().area()).isEqualTo(1);
    assertThat(detection.curve().keeping(0.95).falsePositiveRate()).isZero();
    List<float[]> others = scores(50, 6, random).stream().map(CalibrationTest::small).toList();
    var given = UnknownDetection.of(UnknownDetection.Score.PROBABILITY, scores, others, 100);
    assertThat(given.units()).isEqualTo(350);
    assertThat(given.value()).isCloseTo(given.curve().area(), within(1e-12));
    assertThatThrownBy(
            () ->
                UnknownDetection.leavingClassesOut(
                    UnknownDetection.Score.SIMILARITY,
                    scores.subList(0, 2),
                    labels.subList(0, 2),
                    100,
                    0))
        .hasMessage("expected images of three classes or more, found 2");
  }

  private static float[] small(float[] row) {
    float[] small = Arrays.copyOf(row, row.length);
    for (int i = 0; i < small.length; i++) {
      small[i] *= 0.1f;
    }
    return small;
  }

  @Test
  void youdensThresholdDividesTheGroupsBest() {
    RocCurve curve = RocCurve.of(new double[] {5, 4, 3, 1}, new double[] {3.5, 2, 0, -1});
    assertThat(curve.youden()).isEqualTo(new RocCurve.Point(4, 0.5, 0));
    RocCurve lower = RocCurve.of(new double[] {5, 4, 3, 2.5}, new double[] {3.5, 2, 0, -1});
    assertThat(lower.youden()).isEqualTo(new RocCurve.Point(2.5, 1, 0.25));
  }
}
