package dev.jclip.model.owl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.config.Precision;
import dev.jclip.detect.Box;
import dev.jclip.detect.Detection;
import dev.jclip.detect.DetectionOptions;
import dev.jclip.detect.DetectionOptions.Answers;
import dev.jclip.detect.DetectionOptions.Scores;
import dev.jclip.detect.ExampleChoice;
import dev.jclip.detect.ScoredBoxes;
import dev.jclip.embed.Embeddings;
import dev.jclip.model.inference.ObjectEncoder;
import dev.jclip.testkit.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What OWL-ViT and OWLv2 find, by words and by examples, against transformers. */
class OwlDetectionTest {
  private static final double PIXELS = 0.01;
  private static final Box WHOLE = new Box(0, 0, 1, 1);

  private static final DetectionOptions TRANSFORMERS =
      new DetectionOptions(0.1, 1, Answers.BEST_QUERY, Scores.ABSOLUTE, 10_000);

  private static double[][] probabilities(float[][] logits) {
    return Stream.of(logits)
        .map(
            row ->
                IntStream.range(0, row.length)
                    .mapToDouble(i -> 1 / (1 + Math.exp(-row[i])))
                    .toArray())
        .toArray(double[][]::new);
  }

  private static void assertSame(List<Detection> found, JsonNode expected) {
    var rows = new ArrayList<Detection>();
    for (int i = 0; i < expected.required("scores").size(); i++) {
      JsonNode box = expected.required("boxes").get(i);
      int label =
          expected.required("labels").isNull() ? 0 : expected.required("labels").get(i).asInt();
      rows.add(
          new Detection(
              label,
              String.valueOf(label),
              expected.required("scores").get(i).asDouble(),
              new Box(
                  box.get(0).asDouble(),
                  box.get(1).asDouble(),
                  box.get(2).asDouble(),
                  box.get(3).asDouble())));
    }
    rows.sort(Comparator.comparingDouble(row -> -row.score()));
    assertThat(found).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(found.get(i).query()).isEqualTo(rows.get(i).query());
      assertThat(found.get(i).score()).isCloseTo(rows.get(i).score(), within(OwlCase.BOUND));
      assertThat(found.get(i).box().left()).isCloseTo(rows.get(i).box().left(), within(PIXELS));
      assertThat(found.get(i).box().bottom()).isCloseTo(rows.get(i).box().bottom(), within(PIXELS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"owlvit", "owlvit-variant", "owlv2"})
  void wordsFindWhatTransformersFinds(String name) {
    OwlCase golden = OwlCase.of(name);
    try (ObjectEncoder encoder = golden.encoder(Precision.F32)) {
      List<ObjectCells> images = encoder.encodeImages(golden.parts("pixel_values"));
      List<float[]> texts = encoder.encodeTexts(golden.ids());
      for (int image = 0; image < images.size(); image++) {
        ObjectCells cells = images.get(image);
        var found =
            new ScoredBoxes(
                List.of("0", "1", "2"),
                golden.boxes(cells, image),
                probabilities(encoder.logits(cells, texts.subList(3 * image, 3 * image + 3))));
        for (double threshold : new double[] {0.1, 0.3}) {
          assertSame(
              found.detections(TRANSFORMERS.withThreshold(threshold)),
              golden.json().required("results").required("text_" + threshold).get(image));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"owlvit", "owlvit-variant", "owlv2"})
  void examplesFindWhatTransformersFinds(String name) {
    OwlCase golden = OwlCase.of(name);
    try (ObjectEncoder encoder = golden.encoder(Precision.F32)) {
      List<ObjectCells> images = encoder.encodeImages(golden.parts("pixel_values"));
      List<ObjectCells> examples = encoder.encodeImages(golden.parts("query_pixel_values"));
      for (int image = 0; image < images.size(); image++) {
        ExampleQuery example = example(examples.get(image));
        assertThat(example.cell(WHOLE, ExampleChoice.LEAST_COMMON))
            .isEqualTo((int) golden.expected().longs("guided_best_box")[image]);
        float[] query = example.vector(WHOLE, ExampleChoice.LEAST_COMMON);
        Tolerance.assertClose(
            "guided_query_embeds",
            query,
            golden.parts("guided_query_embeds").get(image),
            OwlCase.BOUND);
        ObjectCells cells = images.get(image);
        float[][] logits = encoder.logits(cells, List.of(query));
        var found =
            new ScoredBoxes(List.of("0"), golden.boxes(cells, image), probabilities(logits));
        for (String setting : List.of("0.0_0.3", "0.2_0.3", "0.2_0.6", "0.2_1.0")) {
          String[] values = setting.split("_", 2);
          DetectionOptions options =
              TRANSFORMERS
                  .withScores(Scores.RELATIVE_TO_BEST)
                  .withThreshold(Double.parseDouble(values[0]))
                  .withOverlap(Double.parseDouble(values[1]));
          assertSame(
              found.detections(options),
              golden.json().required("results").required("guided_" + setting).get(image));
        }
      }
    }
  }

  private static ExampleQuery example(ObjectCells cells) {
    return new ExampleQuery(
        cells,
        Stream.of(cells.boxes()).map(box -> Box.around(box[0], box[1], box[2], box[3])).toList());
  }

  @Test
  void aPlaceInTheExampleChoosesAmongTheBoxesThere() {
    OwlCase golden = OwlCase.of("owlv2");
    try (ObjectEncoder encoder = golden.encoder(Precision.F32)) {
      ObjectCells cells = encoder.encodeImages(golden.parts("query_pixel_values")).getFirst();
      ExampleQuery example = example(cells);
      for (int cell = 0; cell < cells.count(); cell++) {
        Box place = example.boxes().get(cell);
        int chosen = example.cell(place, ExampleChoice.LEAST_COMMON);
        assertThat(example.boxes().get(chosen).intersectionOverUnion(place))
            .isGreaterThanOrEqualTo(0.8);
        int likely = example.cell(place, ExampleChoice.MOST_OBJECT_LIKE);
        float[] objectness = cells.objectness().orElseThrow();
        assertThat(objectness[likely]).isGreaterThanOrEqualTo(objectness[chosen]);
      }
      // No box meets a place far away; the nearest is taken, where transformers gives none.
      int nearest = example.cell(new Box(50, 50, 51, 51), ExampleChoice.LEAST_COMMON);
      assertThat(nearest).isBetween(0, cells.count() - 1);
    }
  }

  @Test
  void owlVitDoesNotSayWhatIsAnObject() {
    OwlCase golden = OwlCase.of("owlvit-variant");
    try (ObjectEncoder encoder = golden.encoder(Precision.F32)) {
      ExampleQuery example =
          example(encoder.encodeImages(golden.parts("query_pixel_values")).getFirst());
      assertThatThrownBy(() -> example.vector(WHOLE, ExampleChoice.MOST_OBJECT_LIKE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected LEAST_COMMON for OWL-ViT");
    }
  }

  @Test
  void paddingChangesNoQuery() {
    OwlCase golden = OwlCase.of("owlv2");
    try (ObjectEncoder encoder = golden.encoder(Precision.F32)) {
      long[][] ids = golden.ids();
      long[][] cut =
          Stream.of(ids)
              .map(row -> Arrays.copyOf(row, (int) Arrays.stream(row).filter(id -> id > 0).count()))
              .toArray(long[][]::new);
      List<float[]> whole = encoder.encodeTexts(ids);
      List<float[]> cutOff = encoder.encodeTexts(cut);
      for (int i = 0; i < ids.length; i++) {
        assertThat(cut[i].length).isLessThan(16);
        Tolerance.assertClose("text " + i, cutOff.get(i), whole.get(i), OwlCase.BOUND);
      }
    }
  }

  @Tag("kernels")
  @ParameterizedTest
  @ValueSource(strings = {"owlvit-variant", "owlv2"})
  void otherPrecisionsGiveNearlyTheSame(String name) {
    OwlCase golden = OwlCase.of(name);
    try (ObjectEncoder exact = golden.encoder(Precision.F32)) {
      assertNear(golden, exact, Precision.BF16, 0.999);
      assertNear(golden, exact, Precision.INT8, 0.99);
    }
  }

  private static void assertNear(
      OwlCase golden, ObjectEncoder exact, Precision precision, double least) {
    try (ObjectEncoder encoder = golden.encoder(precision)) {
      List<float[]> pixels = golden.parts("pixel_values");
      float[][] expected = exact.encodeImages(pixels).getFirst().embeddings();
      float[][] found = encoder.encodeImages(pixels).getFirst().embeddings();
      assertThat(found[0]).isNotEqualTo(expected[0]);
      for (int cell = 0; cell < expected.length; cell++) {
        assertThat(
                Embeddings.dot(
                    Embeddings.normalize(found[cell]), Embeddings.normalize(expected[cell])))
            .as("%s, cell %d", precision, cell)
            .isGreaterThan(least);
      }
    }
  }
}
