package dev.jclip.cli;

import static dev.jclip.cli.Jclip.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code jclip eval detection} on three images with two kinds of objects. */
class DetectionEvalCommandTest {
  private static final String TRUTH =
      """
      {"images": [{"id": 1}, {"id": 2}, {"id": 3}],
       "categories": [{"id": 1, "name": "mug"}, {"id": 2, "name": "book"}, {"id": 3, "name": "ball"}],
       "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 40, 40], "area": 1600, "iscrowd": 0},
        {"id": 2, "image_id": 2, "category_id": 1, "bbox": [0, 0, 40, 40], "area": 1600, "iscrowd": 0},
        {"id": 3, "image_id": 3, "category_id": 2, "bbox": [9, 9, 20, 20], "area": 400, "iscrowd": 0}]}
      """;

  /** Both mugs, one of them by six tenths, and no book. */
  private static final String SOME =
      """
      [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 40, 40], "score": 0.9},
       {"image_id": 2, "category_id": 1, "bbox": [0, 0, 40, 24], "score": 0.8}]
      """;

  private static final String ALL =
      """
      [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 40, 40], "score": 0.9},
       {"image_id": 2, "category_id": 1, "bbox": [0, 0, 40, 40], "score": 0.8},
       {"image_id": 3, "category_id": 2, "bbox": [9, 9, 20, 20], "score": 0.1}]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("truth.json"), TRUTH);
    Files.writeString(folder.resolve("some.json"), SOME);
    Files.writeString(folder.resolve("all.json"), ALL);
  }

  private Jclip.Run evaluate(String... more) {
    Stream<String> given =
        Stream.of("--truth", file("truth.json"), "--output", file("runs"), "--resamples", "100");
    return run(
        Stream.of(Stream.of("eval", "detection"), given, Stream.of(more))
            .flatMap(arguments -> arguments)
            .toArray(String[]::new));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void figuresAreCocosAndTwoRunsAreCompared() {
    Jclip.Run run =
        evaluate("--json", "--detections", file("some.json"), "--detections", file("all.json"));
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    JsonNode some = run.json().getFirst();
    JsonNode all = run.json().getLast();
    // The second mug is found at three of ten overlaps: above, recall is a half, 51 of 101 steps.
    double mugs = (3 + 7 * 51.0 / 101) / 10;
    assertThat(some.path("metrics").path("ap").doubleValue()).isCloseTo(mugs / 2, within(1e-12));
    assertThat(some.path("metrics").path("ap50").doubleValue()).isEqualTo(0.5);
    assertThat(some.path("metrics").path("ar100").doubleValue()).isCloseTo(0.65 / 2, within(1e-12));
    assertThat(some.path("metrics").path("ap_large").isNumber()).as("nothing is large").isFalse();
    assertThat(some.path("intervals").path("ap").path("low").doubleValue()).isLessThan(mugs / 2);
    assertThat(some.path("categories").get(0).path("category").stringValue()).isEqualTo("mug");
    assertThat(some.path("categories").get(0).path("ap").doubleValue())
        .isCloseTo(mugs, within(1e-12));
    assertThat(some.path("categories").get(1).path("ap").doubleValue()).isZero();
    assertThat(some.path("categories").get(2).path("ap").isNull()).as("no ball").isTrue();
    assertThat(all.path("metrics").path("ap").doubleValue()).isCloseTo(1, within(1e-12));
    Jclip.Run compared =
        run(
            "eval",
            "compare",
            "--json",
            some.path("record").stringValue(),
            all.path("record").stringValue());
    assertThat(compared.code()).as(compared.err()).isEqualTo(ExitCode.DONE);
    JsonNode ap = compared.json().getFirst();
    assertThat(ap.path("metric").stringValue()).isEqualTo("ap");
    assertThat(ap.path("difference").doubleValue()).isCloseTo(1 - mugs / 2, within(1e-12));
    assertThat(folder.resolve("runs/results.csv")).content().contains("object_detection");
  }

  @Test
  void peopleReadATable() {
    Jclip.Run run = evaluate("--detections", file("all.json"));
    assertThat(run.out())
        .contains("truth  detections " + file("all.json"))
        .containsPattern("ap50 +100.00 %  \\(")
        .containsPattern("category +ap +ap50 +ap75 +ar100")
        .containsPattern("book +100.00 % +100.00 % +100.00 % +100.00 %")
        .containsPattern("ball +none +none +none +none");
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Files.writeString(
        folder.resolve("some.json"), SOME.replace("\"image_id\": 2", "\"image_id\": 7"));
    Jclip.Run run = evaluate("--detections", file("some.json"));
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("some.json: [1].image_id: expected the id of one of the 3 images of")
        .contains("found 7");
    assertThat(evaluate().code()).isEqualTo(ExitCode.USAGE);
  }
}
