package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

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
