package dev.jclip.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.embed.Embeddings;
import dev.jclip.eval.statistics.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random sets of features against CLIP_benchmark's own functions and scikit-learn. */
class MetricGoldenTest {
  private static final double BOUND = 1e-6;

  private static Stream<JsonNode> cases(String kind) {
    try (InputStream in = MetricGoldenTest.class.getResourceAsStream("/golden/metrics.json")) {
      JsonNode all = JsonMapper.shared().readTree(in);
      return StreamSupport.stream(all.get(kind).spliterator(), false);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<JsonNode> classification() {
    return cases("classification");
  }

  static Stream<JsonNode> multilabel() {
    return cases("multilabel");
  }

  static Stream<JsonNode> retrieval() {
    return cases("retrieval");
  }

  static Stream<JsonNode> selection() {
    return cases("selection");
  }

  static Stream<JsonNode> roc() {
    return cases("roc");
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static List<Integer> integers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
  }

  private static List<float[]> unit(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row -> {
              double[] values = numbers(row);
              float[] vector = new float[values.length];
              for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) values[i];
              }
              return Embeddings.normalize(vector);
            })
        .toList();
  }

  private static void assertEqual(List<Metric> metrics, JsonNode expected) {
    assertThat(metrics.stream().map(Metric::name).collect(Collectors.toSet()))
        .isEqualTo(
            expected.propertyNames().stream()
                .filter(name -> !expected.get(name).isNull())
                .collect(Collectors.toSet()));
    for (Metric metric : metrics) {
      assertThat(metric.value())
          .as(metric.name())
          .isCloseTo(expected.get(metric.name()).asDouble(), within(BOUND));
    }
  }

  @ParameterizedTest
  @MethodSource
  void classification(JsonNode golden) {
    int templates = golden.get("templates").asInt();
    int numClasses = golden.get("numClasses").asInt();
    List<float[]> prompts = unit(golden.get("texts"));
    List<float[]> classes =
        IntStream.range(0, numClasses)
            .mapToObj(c -> prompts.subList(c * templates, (c + 1) * templates))
            .map(ofClass -> Embeddings.normalize(Embeddings.mean(ofClass)))
            .toList();
    List<Integer> labels = integers(golden.get("labels"));
    List<float[]> scores = ClassificationMetrics.similarities(unit(golden.get("images")), classes);
    List<ClassOutcome> outcomes = ClassificationMetrics.outcomes(scores, labels);
    List<Metric> metrics = ClassificationMetrics.of(outcomes, numClasses);
    assertEqual(metrics, golden.get("metrics"));
    assertThat(metrics.getLast().value())
        .isCloseTo(golden.get("balancedAccuracy").asDouble(), within(BOUND));
    checkTable(ClassTable.of(outcomes, numClasses), golden);
    checkCalibration(Calibration.of(scores, labels, 5), golden);
  }

  private static void checkTable(ClassTable table, JsonNode golden) {
    for (ClassTable.Row row : table.rows()) {
      int c = row.classIndex();
      assertThat(row.support()).isEqualTo(golden.get("support").get(c).asInt());
      assertThat(row.precision())
          .isCloseTo(golden.get("precision").get(c).asDouble(), within(BOUND));
      if (row.support() > 0) {
        assertThat(row.recall()).isCloseTo(golden.get("recall").get(c).asDouble(), within(BOUND));
        assertThat(row.f1()).isCloseTo(golden.get("f1").get(c).asDouble(), within(BOUND));
      }
      assertThat(table.counts()[c])
          .containsExactly(
              integers(golden.get("confusion").get(c)).stream()
                  .mapToInt(Integer::intValue)
                  .toArray());
    }
  }

  private static void checkCalibration(Calibration calibration, JsonNode golden) {
    assertThat(calibration.nll()).isCloseTo(golden.get("nllAtScale5").asDouble(), within(BOUND));
    if (golden.get("labels").size() > 1) {
      List<Calibration.Bin> bins =
          calibration.bins().stream().filter(bin -> bin.count() > 0).toList();
      assertThat(bins).hasSize(golden.get("reliability").size());
      for (int b = 0; b < bins.size(); b++) {
        double[] expected = numbers(golden.get("reliability").get(b));
        assertThat(bins.get(b).confidence()).isCloseTo(expected[0], within(BOUND));
        assertThat(bins.get(b).accuracy()).isCloseTo(expected[1], within(BOUND));
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void multilabel(JsonNode golden) {
    List<float[]> scores =
        ClassificationMetrics.similarities(unit(golden.get("images")), unit(golden.get("texts")));
    var labels = new ArrayList<List<Integer>>();
    golden.get("labels").forEach(shown -> labels.add(integers(shown)));
    var precision = new MeanAveragePrecision(scores, labels);
    assertEqual(List.of(precision), golden.get("metrics"));
    if (!golden.get("sklearn").isNull()) {
      double[] expected = numbers(golden.get("sklearn"));
      for (int c = 0; c < expected.length; c++) {
        assertThat(precision.perClass()[c]).isCloseTo(expected[c], within(BOUND));
      }
    }
  }

  @ParameterizedTest
  @MethodSource
  void retrieval(JsonNode golden) {
    RetrievalRanks ranks =
        RetrievalRanks.of(
            unit(golden.get("images")),
            unit(golden.get("texts")),
            integers(golden.get("captionImage")));
    assertEqual(RetrievalMetrics.of(ranks, integers(golden.get("ks"))), golden.get("metrics"));
  }

  @ParameterizedTest
  @MethodSource
  void selection(JsonNode golden) {
    int perImage = golden.get("imagesPerTask").asInt();
    int perCaption = golden.get("captionsPerTask").asInt();
    List<float[]> images = unit(golden.get("images"));
    List<float[]> texts = unit(golden.get("texts"));
    List<SelectionMetrics.Outcome> outcomes =
        IntStream.range(0, images.size() / perImage)
            .mapToObj(
                task ->
                    SelectionMetrics.Outcome.of(
                        images.subList(task * perImage, (task + 1) * perImage),
                        texts.subList(task * perCaption, (task + 1) * perCaption)))
            .toList();
    assertEqual(SelectionMetrics.of(outcomes), golden.get("metrics"));
  }

  @ParameterizedTest
  @MethodSource
  void roc(JsonNode golden) {
    RocCurve curve =
        RocCurve.of(numbers(golden.get("positives")), numbers(golden.get("negatives")));
    assertThat(curve.area()).isCloseTo(golden.get("area").asDouble(), within(BOUND));
    JsonNode points = golden.get("points");
    assertThat(curve.points()).hasSize(1 + points.size());
    for (int i = 0; i < points.size(); i++) {
      RocCurve.Point point = curve.points().get(i + 1);
      double[] expected = numbers(points.get(i));
      assertThat(point.threshold()).isEqualTo(expected[0]);
      assertThat(point.truePositiveRate()).isCloseTo(expected[1], within(BOUND));
      assertThat(point.falsePositiveRate()).isCloseTo(expected[2], within(BOUND));
    }
  }
}
