package dev.jclip.cli;

import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.config.DType;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.TensorToWrite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DetectCommandTest {
  private static final Path GOLDEN = Path.of("../engine/src/test/resources/golden");
  private static final Path DETECTOR = GOLDEN.resolve("owl/owlv2");
  private static final Path SEGMENTER = GOLDEN.resolve("clipseg/clipseg-refined");

  @TempDir private Path folder;

  private static String[] with(Object... arguments) {
    List<Object> all =
        new ArrayList<>(List.of("detect", "--precision", "f32", "--model", DETECTOR));
    all.addAll(List.of(arguments));
    return all.stream().map(Object::toString).toArray(String[]::new);
  }

  private static JsonNode read(Path file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  private static List<Double> numbers(JsonNode list) {
    return list.valueStream().map(JsonNode::asDouble).toList();
  }

  @Test
  void findsWhatTransformersFinds() throws IOException {
    JsonNode reference = read(DETECTOR.resolve("picture.json"));
    List<String> queries = reference.path("queries").valueStream().map(JsonNode::asString).toList();
    JsonNode expected = reference.path("text");
    List<Double> scores = numbers(expected.path("scores"));
    List<Integer> order =
        IntStream.range(0, scores.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores.get(i)))
            .toList();
    Path lines = Files.writeString(folder.resolve("queries.txt"), String.join("\n", queries));

    Jclip.Run run =
        run(
            with(
                "--json",
                "--quiet",
                "--find-file",
                lines,
                "--overlap",
                1,
                "--threshold",
                reference.path("threshold").asDouble(),
                PICTURE));

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.err()).isEmpty();
    JsonNode answer = run.json().getFirst();
    assertThat(answer.propertyNames()).containsExactly("input", "detections");
    assertThat(answer.path("input").asString()).isEqualTo(PICTURE.toString());
    assertThat(answer.path("detections")).hasSameSizeAs(scores);
    for (int i = 0; i < scores.size(); i++) {
      JsonNode found = answer.path("detections").get(i);
      int row = order.get(i);
      assertThat(found.propertyNames()).containsExactly("label", "score", "box");
      assertThat(found.path("label").asString())
          .isEqualTo(queries.get(expected.path("labels").get(row).asInt()));
      assertThat(found.path("score").asDouble()).isCloseTo(scores.get(row), within(2e-5));
      assertThat(numbers(found.path("box")))
          .usingElementComparator((a, b) -> Math.abs(a - b) < 0.01 ? 0 : 1)
          .isEqualTo(numbers(expected.path("boxes").get(row)));
    }
  }

  @Test
  void peopleReadATable() {
    Jclip.Run run =
        run(with("--find", "two dogs", "--find", "the red ball", "--limit", 2, PICTURE));
    assertThat(run.code()).as(run.err()).isZero();
    List<String> rows = run.out().lines().toList();
    assertThat(rows).hasSize(3);
    assertThat(rows.getFirst()).isEqualTo(PICTURE.toString());
    assertThat(rows.get(1))
        .matches("  [01]\\.\\d{4}  (two dogs|the red ball)  \\((-?\\d+\\.\\d, ){3}-?\\d+\\.\\d\\)");
  }

  @Test
  void examplesAreQueriesToo() {
    String boxed = PICTURE + "@10,10,60,50";
    JsonNode found =
        run(with("--json", "--like", boxed, "--find", "dogs", "--each-query", PICTURE))
            .json()
            .getFirst();
    assertThat(found.path("detections").valueStream().map(it -> it.path("label").asString()))
        .contains("dogs", boxed);
    JsonNode relative =
        run(with("--json", "--like", PICTURE, "--relative-scores", PICTURE)).json().getFirst();
    assertThat(relative.path("detections").get(0).path("score").asDouble())
        .isCloseTo(1, within(1e-4));
    assertThat(run(with("--json", "--like", boxed, "--most-object-like", PICTURE)).code()).isZero();
  }

  @Test
  void theModelReadsImagesAsTold() {
    String usual = run(with("--json", "--find", "dogs", PICTURE)).out();
    assertThat(run(with("--json", "--find", "dogs", "--square-fill", 0.5, PICTURE)).out())
        .isNotEqualTo(usual);
    assertThat(run(with("--json", "--find", "dogs", "--image-size", 112, PICTURE)).out())
        .isNotEqualTo(usual);
  }

  @Test
  void twoHundredQueriesAreAskedAtOnce() throws IOException {
    Path file =
        Files.write(
            folder.resolve("many.txt"),
            IntStream.range(0, 200).mapToObj(i -> "a cat " + i).toList());
    Jclip.Run run =
        run(
            with(
                "--json",
                "--find-file",
                file,
                "--each-query",
                "--overlap",
                1,
                "--threshold",
                0,
                "--limit",
                10_000,
                PICTURE));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().getFirst().path("detections").size()).isEqualTo(200 * 25);
  }

  @Test
  void badInputsEndNoRun() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no image");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path grey = folder.resolve("grey.png");
    ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", grey.toFile());
    Jclip.Run run =
        run(
            with(
                "--json",
                "--find",
                "dogs",
                "--threshold",
                1,
                broken,
                PICTURE,
                empty,
                "gone.png",
                grey));
    assertThat(run.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    List<JsonNode> answers = run.json();
    assertThat(answers).hasSize(5);
    assertThat(answers.get(0).path("error").asString()).startsWith(broken + ": ");
    assertThat(answers.get(1).has("detections")).isTrue();
    assertThat(answers.get(2).path("error").asString()).contains("the folder holds no images");
    assertThat(answers.get(3).path("error").asString()).contains("gone.png");
    assertThat(answers.get(4).path("detections").size()).isZero();
    Jclip.Run nothing = run(with("--find", "dogs", "--threshold", 1, grey));
    assertThat(nothing.code()).isZero();
    assertThat(nothing.out().lines()).containsExactly(grey.toString(), "  nothing found");
    assertThat(run(with("--find", "dogs", empty)).code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void namesComeFromStdin() {
    Jclip.Run run =
        Jclip.runWithStdin(
            PICTURE.toString().getBytes(StandardCharsets.UTF_8),
            with("--json", "--find", "dogs", "-"));
    assertThat(run.json().getFirst().path("input").asString()).isEqualTo(PICTURE.toString());
  }

  @Test
  void cocoFilesHoldWhatWasFound() throws IOException {
    Path results = folder.resolve("results.json");
    Path dataSet = folder.resolve("set.json");
    Path gone = folder.resolve("gone.png");
    Jclip.Run run =
        run(
            with(
                "--json",
                "--find",
                "two dogs",
                "--find",
                "the red ball",
                "--coco",
                results,
                "--coco-data-set",
                dataSet,
                gone,
                PICTURE,
                PICTURE));
    assertThat(run.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    List<JsonNode> found =
        run.json().stream().skip(1).flatMap(it -> it.path("detections").valueStream()).toList();
    JsonNode rows = read(results);
    assertThat(rows.size()).isEqualTo(found.size()).isPositive();
    JsonNode set = read(dataSet);
    for (int i = 0; i < found.size(); i++) {
      JsonNode row = rows.get(i);
      List<Double> box = numbers(found.get(i).path("box"));
      List<Double> corner = numbers(row.path("bbox"));
      assertThat(row.path("image_id").asInt()).isEqualTo(i < found.size() / 2 ? 1 : 2);
      assertThat(row.path("score")).isEqualTo(found.get(i).path("score"));
      assertThat(corner.subList(0, 2)).isEqualTo(box.subList(0, 2));
      assertThat(corner.get(2)).isCloseTo(box.get(2) - box.get(0), within(1e-9));
      assertThat(corner.get(3)).isCloseTo(box.get(3) - box.get(1), within(1e-9));
      JsonNode category = set.path("categories").get(row.path("category_id").asInt() - 1);
      assertThat(category.path("id")).isEqualTo(row.path("category_id"));
      assertThat(category.path("name")).isEqualTo(found.get(i).path("label"));
    }
    assertThat(set.path("images").size()).isEqualTo(2);
    JsonNode image = set.path("images").get(0);
    assertThat(image.path("file_name").asString()).isEqualTo(PICTURE.toString());
    for (JsonNode annotation : set.path("annotations")) {
      List<Double> box = numbers(annotation.path("bbox"));
      assertThat(box).allMatch(number -> number >= 0);
      assertThat(box.get(0) + box.get(2))
          .isLessThanOrEqualTo(image.path("width").asDouble() + 1e-9);
      assertThat(box.get(1) + box.get(3))
          .isLessThanOrEqualTo(image.path("height").asDouble() + 1e-9);
      assertThat(annotation.path("area").asDouble())
          .isCloseTo(box.get(2) * box.get(3), within(1e-6));
      assertThat(annotation.path("iscrowd").asInt()).isZero();
    }
    assertThat(set.path("annotations").valueStream().map(it -> it.path("id").asInt()))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, set.path("annotations").size()).boxed().toList());
  }

  @Test
  void cocoFilesOfNothingAreComplete() throws IOException {
    Path results = folder.resolve("results.json");
    Path dataSet = folder.resolve("set.json");
    Jclip.Run run =
        run(
            with(
                "--find",
                "dogs",
                "--threshold",
                1,
                "--coco",
                results,
                "--coco-data-set",
                dataSet,
                folder.resolve("gone.png")));
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(read(results).size()).isZero();
    assertThat(read(dataSet).path("images").size()).isZero();
    assertThat(read(dataSet).path("categories").size()).isEqualTo(1);
  }

  @Test
  void aRunThatFailsLeavesNoFiles() throws IOException {
    Jclip.Run run =
        run(
            "detect",
            "--model",
            Jclip.MODEL.toString(),
            "--find",
            "dogs",
            "--coco",
            folder.resolve("results.json").toString(),
            PICTURE.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void annotatedImagesStandUnderTheirNames() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("photos/in"));
    for (String name : List.of("a.png", "b.png")) {
      var image = new BufferedImage(700, 350, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(Color.ORANGE);
      graphics.fillRect(100, 100, 200, 150);
      graphics.dispose();
      ImageIO.write(image, "png", inner.resolve(name).toFile());
    }
    Path annotated = folder.resolve("annotated");
    Path first = inner.resolve("a.png");
    Jclip.Run run =
        run(
            with(
                "--find",
                "dogs",
                "--threshold",
                0,
                "--limit",
                3,
                "--annotate",
                annotated,
                inner,
                first));
    assertThat(run.code()).as(run.err()).isZero();
    Path root = Objects.requireNonNull(first.getRoot());
    Path place = annotated.resolve(Objects.requireNonNull(root.relativize(first).getParent()));
    try (Stream<Path> files = Files.list(place)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("a.png.png", "b.png.png", "a.png-2.png");
    }
    BufferedImage drawn = ImageIO.read(place.resolve("a.png.png").toFile());
    assertThat(drawn.getWidth()).isEqualTo(700);
    assertThat(drawn.getHeight()).isEqualTo(350);
  }

  @Test
  void masksAreWrittenAndCounted() throws IOException {
    Path masks = folder.resolve("masks");
    Path results = folder.resolve("results.json");
    Jclip.Run run =
        run(
            with(
                "--find",
                "a cat",
                "--like",
                PICTURE + "@0,0,48,30",
                "--limit",
                4,
                "--mask-model",
                SEGMENTER,
                "--mask-threshold",
                0.3,
                "--masks",
                masks,
                "--coco",
                results,
                PICTURE));
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode rows = read(results);
    assertThat(rows.size()).isEqualTo(4);
    Path place = masks.resolve(PICTURE.normalize().toString().replace("../", ""));
    BufferedImage picture = ImageIO.read(PICTURE.toFile());
    long all = 0;
    for (int i = 0; i < 4; i++) {
      BufferedImage mask =
          ImageIO.read(place.resolveSibling("picture.jpg.%d.png".formatted(i + 1)).toFile());
      assertThat(mask.getWidth()).isEqualTo(picture.getWidth());
      assertThat(mask.getHeight()).isEqualTo(picture.getHeight());
      List<Double> counts = numbers(rows.get(i).path("segmentation").path("counts"));
      long white =
          IntStream.range(0, mask.getWidth() * mask.getHeight())
              .filter(at -> (mask.getRGB(at / mask.getHeight(), at % mask.getHeight()) & 1) == 1)
              .count();
      double inside =
          IntStream.range(0, counts.size())
              .filter(at -> at % 2 == 1)
              .mapToDouble(counts::get)
              .sum();
      assertThat((double) white).isEqualTo(inside);
      assertThat(counts.stream().mapToDouble(Double::doubleValue).sum())
          .isEqualTo((double) picture.getWidth() * picture.getHeight());
      all += white;
    }
    assertThat(all).isPositive();
  }

  @Test
  void mistakesAreNamedBeforeTheModelIsLoaded() throws IOException {
    Path blank = Files.writeString(folder.resolve("blank.txt"), " \n");
    assertMistake("expected what to look for by --find, --find-file or --like");
    assertMistake("--find: expected words for what is looked for, found an empty", "--find", " ");
    assertMistake("found \"a\" twice", "--find", "a", "--find", " a ");
    assertMistake("expected one query a line, found none", "--find-file", blank.toString());
    assertMistake("threshold: expected 0..1, found 2.0", "--find", "a", "--threshold", "2");
    assertMistake("overlap: expected 0..1", "--find", "a", "--overlap", "-1");
    assertMistake("limit: expected 1 or more", "--find", "a", "--limit", "0");
    assertMistake("squareFill: expected 0..1", "--find", "a", "--square-fill", "7");
    assertMistake("--mask-threshold: expected 0..1", "--find", "a", "--mask-threshold", "7");
    assertMistake("--mask-model: expected --masks", "--find", "a", "--mask-model", "m");
    assertMistake("of a box in the image of", "--like", PICTURE + "@0,0,9000,10");
  }

  private static void assertMistake(String message, String... options) {
    var all = new ArrayList<String>(List.of("detect", "--model", "/no/such model"));
    all.addAll(List.of(options));
    all.add(PICTURE.toString());
    Jclip.Run run = run(all.toArray(String[]::new));
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void otherModelsAreRefused() throws IOException {
    String picture = PICTURE.toString();
    Jclip.Run plain = run("detect", "--model", Jclip.MODEL.toString(), "--find", "dogs", picture);
    assertThat(plain.code()).isEqualTo(ExitCode.FAILED);
    assertThat(plain.err())
        .contains("expected a model of OWL-ViT and OWLv2, found a model of CLIP");
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"clip_text_model\"}");
    SafetensorsWriter.write(
        folder.resolve("model.safetensors"),
        List.of(
            new TensorToWrite(
                "text_model.final_layer_norm.weight",
                DType.F32,
                new long[] {2},
                () -> MemorySegment.ofArray(new float[2]))),
        Map.of());
    Jclip.Run text = run("detect", "--model", folder.toString(), "--find", "dogs", picture);
    assertThat(text.code()).isEqualTo(ExitCode.FAILED);
    assertThat(text.err())
        .contains("expected a model of OWL-ViT and OWLv2, found")
        .contains("text");
    assertThat(run(with("--like", "gone.png", picture)).err()).contains("gone.png");
    assertThat(run(with("--find", "a", "--masks", folder, "--mask-model", DETECTOR, picture)).err())
        .contains("expected a model of CLIPSeg");
  }
}
