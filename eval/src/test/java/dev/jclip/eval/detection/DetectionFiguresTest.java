package dev.jclip.eval.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Metric;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against pycocotools; {@code make_detection_goldens.py} says how the file was made. */
class DetectionFiguresTest {
  private static final double TOLERANCE = 1e-9;

  @TempDir private Path folder;

  /** The committed sets, or those of {@code -Djclip.detection=FILE}. */
  private static List<JsonNode> sets() throws IOException {
    Path file =
        Path.of(
            System.getProperty("jclip.detection", "src/test/resources/golden/detection.jsonl.gz"));
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    }
  }

  private CocoTruth truth(JsonNode set) throws IOException {
    Path file = folder.resolve("truth.json");
    return CocoTruth.read(Files.writeString(file, set.path("truth").toString()));
  }

  private List<ImageBoxes> images(JsonNode set) throws IOException {
    Path file = folder.resolve("results.json");
    return truth(set).readDetections(Files.writeString(file, set.path("results").toString()));
  }

  /** pycocotools says -1 where there is nothing to find. */
  private static void assertFigures(String set, List<Metric> figures, JsonNode expected) {
    assertThat(figures).hasSize(expected.size());
    for (int i = 0; i < figures.size(); i++) {
      double value = figures.get(i).value();
      assertThat(Double.isNaN(value) ? -1 : value)
          .as("%s: %s", set, figures.get(i).name())
          .isCloseTo(expected.get(i).doubleValue(), within(TOLERANCE));
    }
  }

  @Test
  void areThoseOfPycocotools() throws IOException {
    List<JsonNode> sets = sets();
    assertThat(sets).hasSizeGreaterThanOrEqualTo(200);
    for (int i = 0; i < sets.size(); i++) {
      JsonNode set = sets.get(i);
      List<String> names = truth(set).categories();
      var figures = new DetectionFigures(images(set), names.size());
      assertFigures("set " + i, figures.overall(), set.path("figures"));
      var expected = new TreeMap<Integer, JsonNode>();
      set.path("categories")
          .properties()
          .forEach(of -> expected.put(Integer.valueOf(of.getKey()), of.getValue()));
      int category = 0;
      for (JsonNode of : expected.values()) {
        assertFigures(
            "set %d, %s".formatted(i, names.get(category)), figures.ofCategory(category), of);
        category++;
      }
    }
  }

  @Test
  void anImageThatIsCountedTwiceIsTwoImages() throws IOException {
    JsonNode set = sets().get(7);
    List<ImageBoxes> images = distinctScores(images(set));
    int categories = truth(set).categories().size();
    int[] counts = IntStream.range(0, images.size()).map(i -> (i + 1) % 3).toArray();
    var copies = new ArrayList<ImageBoxes>();
    for (int i = 0; i < counts.length; i++) {
      for (int copy = 0; copy < counts[i]; copy++) {
        copies.add(images.get(i));
      }
    }
    List<Metric> once = new DetectionFigures(images, categories).overall();
    List<Metric> copied = new DetectionFigures(copies, categories).overall();
    for (int i = 0; i < once.size(); i++) {
      assertThat(once.get(i).value(counts))
          .as(once.get(i).name())
          .isCloseTo(copied.get(i).value(), within(TOLERANCE));
    }
    assertThat(once.getFirst().value(counts)).isNotEqualTo(once.getFirst().value());
  }

  private static List<ImageBoxes> distinctScores(List<ImageBoxes> images) {
    var distinct = new ArrayList<ImageBoxes>();
    int number = 0;
    for (ImageBoxes image : images) {
      var found = new ArrayList<FoundBox>();
      for (FoundBox box : image.found()) {
        number++;
        found.add(new FoundBox(box.category(), box.region(), box.score() + number * 1e-6));
      }
      distinct.add(new ImageBoxes(image.key(), image.truth(), found));
    }
    return distinct;
  }

  @Test
  void intervalsHoldTheFigures() throws IOException {
    JsonNode set = sets().get(7);
    DetectionResult result =
        DetectionResult.of(
            images(set), truth(set).categories(), new BootstrapOptions(200, 0.95, 1));
    assertThat(result.figures().stream().map(figure -> figure.name()))
        .containsExactly(
            "ap",
            "ap50",
            "ap75",
            "ap_small",
            "ap_medium",
            "ap_large",
            "ar1",
            "ar10",
            "ar100",
            "ar_small",
            "ar_medium",
            "ar_large");
    var ap = result.figures().getFirst();
    assertThat(ap.value()).isStrictlyBetween(ap.interval().low(), ap.interval().high());
    assertThat(result.perCategory())
        .allSatisfy(of -> assertThat(Objects.requireNonNull(of.get("ap"))).isBetween(0.0, 1.0));
  }
}
