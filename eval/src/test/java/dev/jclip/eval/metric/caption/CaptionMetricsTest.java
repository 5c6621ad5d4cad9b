package dev.jclip.eval.metric.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.eval.statistics.LinearMetric;
import dev.jclip.eval.statistics.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against pycocoevalcap; the file says how it was made. */
class CaptionMetricsTest {
  private static final double TOLERANCE = 1e-12;

  private final JsonNode golden = golden();
  private final List<CaptionPair> pairs =
      each(golden.get("pictures"))
          .map(
              picture ->
                  CaptionPair.of(
                      picture.get("candidate").asString(),
                      each(picture.get("references")).map(JsonNode::asString).toList()))
          .toList();

  private static JsonNode golden() {
    try (InputStream in =
        CaptionMetricsTest.class.getResourceAsStream("/golden/caption-metrics.json")) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static Metric metric(List<CaptionPair> pairs, String name) {
    return CaptionMetrics.of(pairs).stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void cutsWordsAsTheReferenceDoes() {
    for (JsonNode picture : golden.get("pictures")) {
      assertThat(CaptionWords.of(picture.get("candidate").asString()))
          .isEqualTo(words(picture.get("candidate_words")));
      for (int i = 0; i < picture.get("references").size(); i++) {
        assertThat(CaptionWords.of(picture.get("references").get(i).asString()))
            .isEqualTo(words(picture.get("reference_words").get(i)));
      }
    }
    assertThat(CaptionWords.of("“L'été” d'un_chien, 2nd— ' x'"))
        .containsExactly("l'été", "d'un", "chien", "2nd", "x");
  }

  private static List<String> words(JsonNode node) {
    return node.asString().isEmpty() ? List.of() : List.of(node.asString().split(" ", -1));
  }

  @Test
  void hasTheNumbersOfTheReferenceForTheSet() {
    JsonNode corpus = golden.get("corpus");
    for (int n = 1; n <= 4; n++) {
      assertThat(metric(pairs, "bleu_" + n).value())
          .as("BLEU-%d", n)
          .isCloseTo(corpus.get("bleu").get(n - 1).asDouble(), within(TOLERANCE));
    }
    for (String name : List.of("rouge_l", "cider", "cider_d")) {
      assertThat(metric(pairs, name).value())
          .as(name)
          .isCloseTo(corpus.get(name).asDouble(), within(TOLERANCE));
    }
  }

  @Test
  void hasTheNumbersOfTheReferenceForEachImage() {
    for (String name : List.of("rouge_l", "cider", "cider_d")) {
      double[] parts = ((LinearMetric) metric(pairs, name)).contributions();
      for (int i = 0; i < parts.length; i++) {
        assertThat(parts[i] * parts.length)
            .as("%s of image %d", name, i)
            .isCloseTo(golden.get("pictures").get(i).get(name).asDouble(), within(TOLERANCE));
      }
    }
  }

  @Test
  void drawsCountImages() {
    Metric bleu = metric(pairs, "bleu_4");
    var twice = new int[pairs.size()];
    twice[3] = 2;
    assertThat(bleu.value(twice))
        .isCloseTo(metric(pairs.subList(3, 4), "bleu_4").value(), within(1e-6));
  }

  @Test
  void anEmptyCaptionScoresNothing() {
    List<Metric> metrics =
        CaptionMetrics.of(
            List.of(CaptionPair.of("", List.of("a mug")), CaptionPair.of("a", List.of(""))));
    assertThat(metrics).allSatisfy(metric -> assertThat(metric.value()).isLessThan(1e-3));
  }

  @Test
  void refusesAnImageWithoutReferences() {
    assertThatThrownBy(() -> CaptionPair.of("a mug", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one reference caption or more");
  }

  @Test
  void clipScoreIsAtLeastNothing() {
    float[] image = {1, 0};
    float[] caption = {0.6f, 0.8f};
    float[] away = {-1, 0};
    assertThat(ClipScore.of(image, caption)).isCloseTo(1.5, within(1e-6));
    assertThat(ClipScore.of(image, away)).isZero();
    // The harmonic mean of 1.5 and 0.8.
    assertThat(ClipScore.withReferences(image, caption, List.of(away, new float[] {0, 1})))
        .isCloseTo(2 * 1.5 * 0.8 / 2.3, within(1e-6));
    assertThat(ClipScore.withReferences(image, caption, List.of(away))).isZero();
  }
}
