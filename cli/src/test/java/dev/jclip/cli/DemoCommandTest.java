package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.cli.terminal.ExitCode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoCommandTest {
  @TempDir private Path folder;

  private Jclip.Run demo(String... more) {
    var args =
        Stream.concat(
            Stream.of("demo", "--json", "--cache", folder.resolve("cache").toString()),
            Stream.of(more));
    return Jclip.run(args.toArray(String[]::new));
  }

  @Test
  void searchesAndClassifiesScenesThatItRendersOnce() throws IOException {
    Path sheet = folder.resolve("sheet.png");
    Jclip.Run run = demo("--scenes", "60", "--output", sheet.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    List<JsonNode> answers = run.json();
    assertThat(answers.stream().filter(answer -> answer.has("query")))
        .hasSizeGreaterThan(3)
        .allSatisfy(answer -> assertThat(answer.path("results")).hasSize(5))
        .allSatisfy(
            answer ->
                assertThat(answer.path("results").valueStream())
                    .as("best first")
                    .extracting(result -> result.path("similarity").doubleValue())
                    .isSortedAccordingTo(Comparator.reverseOrder()));
    assertThat(answers.stream().filter(answer -> answer.has("mean_recall")))
        .singleElement()
        .satisfies(
            answer ->
                assertThat(answer.path("mean_recall").doubleValue())
                    .isCloseTo(
                        answers.stream()
                            .filter(query -> query.has("recall"))
                            .mapToDouble(query -> query.path("recall").doubleValue())
                            .average()
                            .orElseThrow(),
                        within(1e-12)));
    JsonNode classified =
        answers.stream().filter(answer -> answer.has("right")).findFirst().orElseThrow();
    assertThat(classified.path("right").asInt())
        .as("far above chance, which is one in %s", classified.path("zero_shot_labels"))
        .isGreaterThan(classified.path("pictures").asInt() / 10);
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isGreaterThan(600);

    FileTime rendered = Files.getLastModifiedTime(scenes());
    assertThat(demo("--scenes", "60", "--output", sheet.toString()).out()).isEqualTo(run.out());
    assertThat(Files.getLastModifiedTime(scenes())).isEqualTo(rendered);
  }

  /** What is right is held against the captions, which are made in another way than the records. */
  @Test
  void marksTheScenesThatAQueryDescribes() throws IOException {
    Jclip.Run run = demo("--scenes", "60", "--output", folder.resolve("sheet.png").toString());
    List<JsonNode> scenes =
        Files.readAllLines(scenes()).stream().map(JsonMapper.shared()::readTree).toList();
    List<JsonNode> queries = run.json().stream().filter(answer -> answer.has("query")).toList();
    for (JsonNode query : queries) {
      List<String> right =
          scenes.stream()
              .filter(scene -> describes(query.path("query").asString(), scene))
              .map(scene -> scene.path("text").asString())
              .toList();
      assertThat(query.path("right_pictures").asInt()).as("%s", query).isEqualTo(right.size());
      long marked =
          query.path("results").valueStream().filter(it -> it.path("right").asBoolean()).count();
      assertThat(query.path("right_among_first_five").asLong()).as("%s", query).isEqualTo(marked);
      assertThat(query.path("results").valueStream())
          .as("%s", query)
          .allSatisfy(
              it ->
                  assertThat(it.path("right").asBoolean())
                      .isEqualTo(right.contains(it.path("picture").asString())));
    }
    assertThat(queries.stream().mapToInt(query -> query.path("right_pictures").asInt()).sum())
        .isPositive();
    assertThat(greenPixels(ImageIO.read(folder.resolve("sheet.png").toFile())))
        .as("frames of right results, a thousand pixels and more each")
        .isGreaterThan(1000);
  }

  /** Whether a scene's captions say what the query says; numbers of one colour they do not say. */
  private static boolean describes(String query, JsonNode scene) {
    List<String> captions =
        scene
            .propertyStream()
            .filter(field -> field.getKey().startsWith("caption_"))
            .flatMap(field -> field.getValue().valueStream())
            .map(JsonNode::asString)
            .toList();
    return switch (query) {
      case "two pink objects" ->
          Pattern.compile("(a|two|three) pink")
                  .matcher(scene.path("text").asString())
                  .results()
                  .mapToInt(match -> List.of("", "a", "two", "three").indexOf(match.group(1)))
                  .sum()
              == 2;
      case "a yellow ring on a white table" ->
          captions.contains("a yellow ring")
              && scene.path("text").asString().endsWith(" on a white table");
      default -> captions.contains(query);
    };
  }

  private static long greenPixels(BufferedImage sheet) {
    return Arrays.stream(
            sheet.getRGB(0, 0, sheet.getWidth(), sheet.getHeight(), null, 0, sheet.getWidth()))
        .filter(pixel -> (pixel & 0xffffff) == 0x009e3c)
        .count();
  }

  private Path scenes() throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve("cache"))) {
      return entries.findFirst().orElseThrow().resolve("metadata.jsonl");
    }
  }

  @Test
  void refusesTooFewScenes() {
    Jclip.Run run = demo("--scenes", "3");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("expected 10 or more, found 3");
  }
}
