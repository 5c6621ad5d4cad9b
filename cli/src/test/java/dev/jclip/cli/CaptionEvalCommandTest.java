package dev.jclip.cli;

import static dev.jclip.cli.Jclip.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code jclip eval caption} on rendered scenes, whose objects and relations are known. */
class CaptionEvalCommandTest {
  private static final Path GOLDEN = Path.of("../engine/src/test/resources/golden/coca");
  private static final int SCENES = 6;

  @TempDir private Path folder;
  private Path scenes;

  @BeforeEach
  void renderScenes() {
    scenes = folder.resolve("scenes");
    Jclip.Run run =
        run(
            "scenes",
            "--count",
            "" + SCENES,
            "--objects",
            "2",
            "--split",
            "test",
            "--as-files",
            "--output",
            scenes.toString());
    assertThat(run.code()).isZero();
  }

  private Jclip.Run evaluate(Object... arguments) {
    var all = new ArrayList<String>(List.of("eval", "caption", "--json", "--dataset"));
    all.addAll(List.of(scenes.toString(), "--output", folder.resolve("runs").toString()));
    all.addAll(List.of("--feature-root", folder.resolve("features").toString()));
    all.addAll(List.of("--resamples", "100", "--precision", "f32"));
    all.addAll(Stream.of(arguments).map(Object::toString).toList());
    return run(all.toArray(String[]::new));
  }

  /** Its own captions, with words exchanged. */
  private Path candidates(String name, String word, String other) throws IOException {
    var lines = new ArrayList<String>();
    for (String line : Files.readAllLines(scenes.resolve("metadata.jsonl"))) {
      JsonNode record = JsonMapper.shared().readTree(line);
      JsonNode relations = record.path("caption_relation");
      String caption =
          relations.isEmpty()
              ? record.path("text").asString()
              : relations.path(0).asString().replace(word, other);
      lines.add(
          JsonMapper.shared()
              .writeValueAsString(
                  JsonMapper.shared()
                      .createObjectNode()
                      .put("input", "elsewhere/" + record.path("file_name").asString())
                      .put("text", caption)));
    }
    return Files.write(folder.resolve(name), lines);
  }

  @Test
  void candidatesAreJudgedByWhatTheScenesShow() throws IOException {
    Path right = candidates("right.jsonl", "", "");
    Path wrong = candidates("wrong.jsonl", " of ", " of a sandwich right of ");
    Jclip.Run run = evaluate("--model", Jclip.MODEL, "--candidates", right, "--candidates", wrong);
    assertThat(run.code()).isZero();
    JsonNode ofRight = run.json().getFirst().path("metrics");
    assertThat(ofRight.path("chair_i").asDouble()).isZero();
    assertThat(ofRight.path("object_recall").asDouble()).isEqualTo(1);
    assertThat(ofRight.path("coloured_object_precision").asDouble()).isEqualTo(1);
    assertThat(ofRight.path("coloured_object_recall").asDouble()).isEqualTo(1);
    assertThat(ofRight.path("relation_accuracy").asDouble()).isEqualTo(1);
    assertThat(ofRight.path("cider_d").asDouble()).isPositive();
    assertThat(ofRight.path("clip_score").asDouble()).isBetween(0.0, 2.5);
    JsonNode ofWrong = run.json().getLast().path("metrics");
    assertThat(ofWrong.path("chair_i").asDouble()).isBetween(0.1, 0.4);
    assertThat(ofWrong.path("relation_accuracy").asDouble()).isLessThan(0.5);
    JsonNode known =
        evaluate("--model", Jclip.MODEL, "--candidates", wrong, "--mentions", "known")
            .json()
            .getFirst()
            .path("metrics");
    assertThat(known.path("chair_i").asDouble()).as("no scene has a sandwich").isZero();
    Jclip.Run compared =
        run(
            "eval",
            "compare",
            "--json",
            run.json().getFirst().path("record").asString(),
            run.json().getLast().path("record").asString());
    assertThat(compared.json().stream().map(line -> line.path("metric").asString()))
        .contains("cider_d", "clip_score", "chair_i", "relation_accuracy");
  }

  @Test
  void aModelWithADecoderIsJudgedByItselfOrByAnother() {
    Path coca = GOLDEN.resolve("coca-variant");
    Object[] generated = {
      "--model",
      coca,
      "--tokenizer",
      GOLDEN.resolve("vocabulary/merges.txt"),
      "--max-length",
      "12",
      "--prefix",
      "a red mug"
    };
    Jclip.Run run = evaluate(generated);
    assertThat(run.code()).isZero();
    JsonNode metrics = run.json().getFirst().path("metrics");
    assertThat(metrics.path("chair_i").asDouble()).isPositive();
    Jclip.Run other =
        evaluate(
            Stream.concat(
                    Stream.of(generated), Stream.of("--judge", GOLDEN.resolve("coca-no-pooler")))
                .toArray());
    assertThat(other.code()).isZero();
    JsonNode judged = other.json().getFirst().path("metrics");
    assertThat(judged.path("bleu_1").asDouble()).isEqualTo(metrics.path("bleu_1").asDouble());
    assertThat(judged.path("clip_score").asDouble())
        .isNotEqualTo(metrics.path("clip_score").asDouble());
    assertThat(evaluate(generated).json().getFirst().path("record").asString())
        .as("it is not done again")
        .isEqualTo(run.json().getFirst().path("record").asString());
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Jclip.Run none = evaluate("--model", Jclip.MODEL);
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("expected a model with a caption decoder").contains("pull");
    Path few = Files.writeString(folder.resolve("few.csv"), "image,caption\nother.png,a mug\n");
    Jclip.Run run = evaluate("--model", Jclip.MODEL, "--candidates", few);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("expected a caption of each image, found none of test-00000000.png");
  }
}
