package dev.jclip.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogisticRegressionTest {
  static Stream<JsonNode> cases() throws IOException {
    try (InputStream in = LogisticRegressionTest.class.getResourceAsStream("/golden/probe.json")) {
      return StreamSupport.stream(JsonMapper.shared().readTree(in).spliterator(), false);
    }
  }

  private static List<Integer> integers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
  }

  private static List<float[]> rows(JsonNode matrix) {
    var rows = new ArrayList<float[]>();
    for (JsonNode row : matrix) {
      float[] values = new float[row.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) row.get(i).asDouble();
      }
      rows.add(values);
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsScikitLearnsOptimum(JsonNode golden) {
    List<float[]> features = rows(golden.get("features"));
    List<Integer> labels = integers(golden.get("labels"));
    try (var regression = new LogisticRegression(features, labels)) {
      LinearClassifier classifier =
          regression.fit(golden.get("c").asDouble(), LogisticRegression.STEPS);
      assertThat(classifier.converged()).isTrue();
      assertThat(classifier.objective())
          .isCloseTo(golden.get("objective").asDouble(), withinPercentage(1e-3));
      List<Integer> expected = integers(golden.get("predictions"));
      List<float[]> logits = classifier.logits(features, 10);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(best(logits.get(i))).isEqualTo(expected.get(i));
      }
    }
  }

  private static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  @Test
  void classesNeverSeenAreNeverPredicted() {
    List<float[]> features = List.of(new float[] {0}, new float[] {1}, new float[] {2});
    try (var regression = new LogisticRegression(features, List.of(1, 3, 3))) {
      float[] logits = regression.fit(1, LogisticRegression.STEPS).logits(features, 5).getFirst();
      assertThat(logits[0]).isEqualTo(Float.NEGATIVE_INFINITY);
      assertThat(logits[2]).isEqualTo(Float.NEGATIVE_INFINITY);
      assertThat(logits[4]).isEqualTo(Float.NEGATIVE_INFINITY);
      assertThat(logits[1]).isGreaterThan(Float.NEGATIVE_INFINITY);
    }
  }

  @Test
  @SuppressWarnings("resource") // never made
  void saysWhatIsWrong() {
    List<float[]> features = List.of(new float[] {0}, new float[] {1});
    assertThatThrownBy(() -> new LogisticRegression(features, List.of(1, 1)))
        .hasMessageContaining("two classes or more")
        .hasMessageContaining("2 examples, 2 labels and 1 classes");
    try (var regression = new LogisticRegression(features, List.of(0, 1))) {
      assertThatThrownBy(() -> regression.fit(0, LogisticRegression.STEPS))
          .hasMessage("C: expected a number above 0, found 0.0");
    }
  }

  @Test
  @SuppressWarnings("resource") // never made
  void numbersThatAreNotFiniteAreRefused() {
    List<float[]> features = List.of(new float[] {0, 1}, new float[] {1, Float.NaN});
    assertThatThrownBy(() -> new LogisticRegression(features, List.of(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("features of example 1: expected finite numbers, found NaN at 1");
  }

  @Test
  void anEndlessPenaltyLeavesTheClassesTheirShares() {
    List<float[]> features =
        List.of(new float[] {0}, new float[] {1}, new float[] {2}, new float[] {3});
    try (var regression = new LogisticRegression(features, List.of(0, 1, 1, 1))) {
      LinearClassifier classifier = regression.fit(1e-12, LogisticRegression.STEPS);
      assertThat(classifier.iterations()).isLessThanOrEqualTo(1);
      float[] logits = classifier.logits(features, 2).getFirst();
      assertThat(logits[1] - logits[0]).isCloseTo((float) Math.log(3), withinPercentage(1e-4));
    }
  }

  private static Lbfgs.Target below(double slope) {
    return (_, gradient) -> Arrays.stream(gradient).allMatch(g -> Math.abs(g) <= slope);
  }

  @Test
  void rosenbrocksValleyIsFollowedToItsEnd() {
    Objective valley =
        (x, gradient) -> {
          double value = 0;
          Arrays.fill(gradient, 0);
          for (int i = 0; i + 1 < x.length; i++) {
            double bend = x[i + 1] - x[i] * x[i];
            value += 100 * bend * bend + (1 - x[i]) * (1 - x[i]);
            gradient[i] += -400 * x[i] * bend - 2 * (1 - x[i]);
            gradient[i + 1] += 200 * bend;
          }
          return value;
        };
    double[] start = new double[10];
    Arrays.fill(start, -1.2);
    Minimum minimum = new Lbfgs(1000, below(1e-8)).minimize(valley, start);
    assertThat(minimum.end()).isEqualTo(Minimum.End.CONVERGED);
    assertThat(minimum.value()).isLessThan(1e-12);
    assertThat(minimum.iterations()).isLessThan(200);
  }

  @Test
  void stepsThatAreUsedUpAreTold() {
    Objective bowl =
        (x, gradient) -> {
          double value = 0;
          for (int i = 0; i < x.length; i++) {
            double curvature = Math.pow(10, i);
            value += curvature * x[i] * x[i] / 2;
            gradient[i] = curvature * x[i];
          }
          return value;
        };
    double[] start = {1, 1, 1, 1, 1, 1};
    assertThat(new Lbfgs(3, below(1e-9)).minimize(bowl, start).end())
        .isEqualTo(Minimum.End.ITERATIONS);
    Minimum minimum = new Lbfgs(1000, below(1e-9)).minimize(bowl, start);
    assertThat(minimum.value()).isLessThan(1e-12);
  }

  private static LogisticRegression nearlySeparable() {
    var random = new Random(5);
    var features = new ArrayList<float[]>();
    var labels = new ArrayList<Integer>();
    for (int i = 0; i < 120; i++) {
      float[] vector = new float[20];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) (random.nextGaussian() * Math.pow(0.4, d) + (d == i % 6 ? 0.2 : 0));
      }
      features.add(vector);
      labels.add(i % 6);
    }
    return new LogisticRegression(features, labels);
  }

  /**
   * Axes of very different spread and almost no penalty: L-BFGS alone does not come near, and
   * without the preconditioner's projections 1,500 steps do not suffice.
   */
  @Test
  void weakPenaltiesAreFittedToAProvenDistance() {
    try (LogisticRegression regression = nearlySeparable()) {
      LinearClassifier fitted = regression.fit(1e6, 1_500);
      assertThat(fitted.converged()).isTrue();
      LinearClassifier cut = regression.fit(1e6, 120);
      assertThat(cut.converged()).isFalse();
      assertThat(cut.iterations()).isEqualTo(120);
      assertThat(cut.objective()).isGreaterThan(fitted.objective() * (1 + 1e-8));
    }
  }
}
