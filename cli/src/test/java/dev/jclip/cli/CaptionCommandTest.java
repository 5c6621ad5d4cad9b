package dev.jclip.cli;

import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CaptionCommandTest {
  private static final Path GOLDEN = Path.of("../engine/src/test/resources/golden/coca");

  @TempDir private Path folder;

  private static String[] with(Object... arguments) {
    var all = new ArrayList<String>();
    all.addAll(List.of("caption", "--precision", "f32"));
    all.addAll(List.of("--model", GOLDEN.resolve("coca-variant").toString()));
    all.addAll(List.of("--tokenizer", GOLDEN.resolve("vocabulary/merges.txt").toString()));
    List<String> given = Stream.of(arguments).map(Object::toString).toList();
    all.addAll(given);
    if (!given.contains("--max-length")) {
      all.addAll(List.of("--max-length", "12"));
    }
    return all.toArray(String[]::new);
  }

  @Test
  void printsPathAndCaption() {
    Jclip.Run run = run(with(PICTURE));
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith(PICTURE + "  ").hasLineCount(1);
    String caption = run.out().strip().substring(PICTURE.toString().length()).strip();
    JsonNode json = run(with("--json", PICTURE)).json().getFirst();
    assertThat(json.path("input").asString()).isEqualTo(PICTURE.toString());
    assertThat(json.path("captions").path(0).path("text").asString()).isEqualTo(caption);
    assertThat(json.path("captions").path(0).path("logProbability").asDouble()).isNegative();
  }

  @Test
  void drawsTheSameCaptionsByTheSameSeed() {
    Jclip.Run first = run(with("--temperature", "1.1", "--seed", "3", "--count", "3", PICTURE));
    assertThat(first.out()).hasLineCount(3);
    assertThat(run(with("--temperature", "1.1", "--seed", "3", "--count", "3", PICTURE)).out())
        .isEqualTo(first.out());
    assertThat(run(with("--temperature", "1.1", "--seed", "4", "--count", "3", PICTURE)).out())
        .isNotEqualTo(first.out());
  }

  @Test
  void searchesWithBeamsInGroups() {
    Jclip.Run run =
        run(
            with(
                "--json",
                "--beams",
                "4",
                "--groups",
                "2",
                "--diversity",
                "2",
                "--count",
                "4",
                PICTURE));
    assertThat(run.code()).isZero();
    assertThat(run.json().getFirst().path("captions").size()).isBetween(2, 4);
    assertThat(run(with("--beams", "2", "--ranking", "open-clip-logits", PICTURE)).code()).isZero();
  }

  @Test
  void anImageThatCannotBeReadEndsNoRun() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no image");
    Jclip.Run run = run(with("--json", broken, PICTURE, folder.resolve("missing.png")));
    assertThat(run.code()).isEqualTo(3);
    List<JsonNode> answers = run.json();
    assertThat(answers).hasSize(3);
    assertThat(answers.get(0).has("error")).isTrue();
    assertThat(answers.get(1).path("captions").size()).isEqualTo(1);
    assertThat(answers.get(2).path("error").asString()).contains("missing.png");
  }

  @Test
  void mistakesAreNamed() {
    assertMistake("temperature: expected a number above 0, found 0.0", 2, "--temperature", "0");
    assertMistake("beams and sampling", 2, "--beams", "3", "--seed", "1");
    assertMistake("maximum length: expected at most 16", 2, "--max-length", "17");
    assertMistake("expected log-probabilities or open-clip-logits", 2, "--ranking", "best");
    Jclip.Run run = run("caption", "--model", Jclip.MODEL.toString(), PICTURE.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("expected a model with a caption decoder").contains("pull");
  }

  private static void assertMistake(String message, int code, Object... options) {
    Jclip.Run run = run(with(Stream.concat(Stream.of(options), Stream.of(PICTURE)).toArray()));
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.err()).contains(message);
  }
}
