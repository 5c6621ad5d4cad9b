package dev.jclip.cli;

import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static dev.jclip.cli.Jclip.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ModerateCommandTest {
  private static final String POLICY =
      """
      version: 1
      on_failure: block
      categories:
        red: {action: flag, concepts: [{sentence: "red", counter: ["a dog", "a cat"]}]}
        blue/sky: {action: blur, severity: high, concepts: [{sentences: ["sky", "blue"]}]}
      """;

  /** Between that of the small model's images of one colour and of two. */
  private static final double SCENE_DISTANCE = 0.01;

  @TempDir private Path folder;

  private String policy(String content) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), content).toString();
  }

  @Test
  void theAnswerHasTheMembersOfModerationServices() throws IOException {
    Jclip.Run run = run(with("moderate", "--policy", policy(POLICY), "--json", PICTURE));

    assertThat(run.code()).isZero();
    JsonNode answer = run.json().getFirst();
    assertThat(answer.path("input").asString()).isEqualTo(PICTURE.toString());
    assertThat(answer.path("categories").propertyNames()).containsExactly("red", "blue/sky");
    for (JsonNode score : answer.path("category_scores")) {
      assertThat(score.asDouble()).isBetween(0.0, 1.0);
    }
    assertThat(answer.path("category_applied_input_types").path("red").path(0).asString())
        .isEqualTo("image");
    assertThat(answer.path("flagged").asBoolean())
        .isEqualTo(!answer.path("action").asString().equals("allow"));
  }

  @Test
  void whatIsHitIsExplained() throws IOException {
    String always = POLICY.replace("{action: flag,", "{action: flag, threshold: 0.000001,");

    Jclip.Run run = run(with("moderate", "--policy", policy(always), "--stability", PICTURE));

    assertThat(run.out()).startsWith("flag  " + PICTURE).contains("red  ").contains("\"red\"");
    JsonNode reason =
        run(with("moderate", "--policy", policy(always), "--json", "--text", "a red dog"))
            .json()
            .getFirst()
            .path("decisions")
            .path(0);
    assertThat(reason.path("name").asString()).isEqualTo("red");
    assertThat(reason.path("sentence").asString()).isEqualTo("red");
    assertThat(reason.path("severity").asString()).isEqualTo("medium");
  }

  @Test
  void anImageThatCannotBeReadIsNotDecidedAndEndsNothing() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no image");

    Jclip.Run run = run(with("moderate", "--policy", policy(POLICY), "--json", broken, PICTURE));

    assertThat(run.code()).isEqualTo(3);
    List<JsonNode> answers = run.json();
    assertThat(answers).hasSize(2);
    assertThat(answers.getFirst().path("action").asString()).isEqualTo("block");
    assertThat(answers.getFirst().path("error").asString()).contains("broken.jpg");
    assertThat(answers.getLast().has("categories")).isTrue();
    assertThat(run.err()).contains("not decided");
  }

  @Test
  void aRecordIsReplayedInEveryBitAndShowsWhatAChangedPolicyTurns() throws IOException {
    String log = folder.resolve("decisions.jsonl").toString();
    run(with("moderate", "--policy", policy(POLICY), "--record", log, "--scales", "3", PICTURE));

    JsonNode same =
        run(with("moderate", "--policy", policy(POLICY), "--replay", log, "--json"))
            .json()
            .getLast();
    assertThat(same.path("decisions").asInt()).isEqualTo(1);
    assertThat(same.path("differentActions").asInt()).isZero();
    assertThat(same.path("differentScores").asInt()).isZero();

    String stricter = POLICY.replace("{action: flag,", "{action: block, threshold: 0.0000001,");
    List<JsonNode> changed =
        run(with("moderate", "--policy", policy(stricter), "--replay", log, "--json")).json();
    assertThat(changed.getFirst().path("after").asString()).isEqualTo("block");
    assertThat(changed.getLast().path("differentActions").asInt()).isEqualTo(1);
  }

  @Test
  void solvedThresholdsAreReadFromBesideThePolicyAndHoldForOneTiling() throws IOException {
    String policy = policy(POLICY);

    Jclip.Run solved =
        run(
            with(
                "moderate",
                "--policy",
                policy,
                "--benign",
                PICTURE,
                "--max-false-positives",
                "0.1",
                "--json"));

    assertThat(solved.code()).isZero();
    assertThat(solved.json().getFirst().path("category").asString()).isEqualTo("red");
    assertThat(solved.json().getFirst().path("falsePositives").path("share").asDouble()).isZero();
    assertThat(folder.resolve("policy.calibration.json")).exists();
    JsonNode answer =
        run(with("moderate", "--policy", policy, "--json", PICTURE)).json().getFirst();
    assertThat(answer.path("flagged").asBoolean()).isFalse();
    assertThat(answer.path("category_scores").path("red").asDouble()).isBetween(0.4, 0.5);
    Jclip.Run tiled = run(with("moderate", "--policy", policy, "--scales", "2", PICTURE));
    assertThat(tiled.code()).isEqualTo(1);
    assertThat(tiled.err()).contains("policy.calibration.json").contains("solve them again");
  }

  /** Ten reddish and ten bluish images, all different, and what reviewers said of them. */
  private Path reviewed(String... more) throws IOException {
    var rows = new StringBuilder("path,category,label\n");
    var random = new Random(7);
    for (int i = 0; i < 20; i++) {
      boolean red = i % 2 == 0;
      byte[] rgb = new byte[3 * 32 * 32];
      random.nextBytes(rgb);
      for (int p = 0; p < rgb.length; p += 3) {
        rgb[p + (red ? 0 : 2)] = (byte) 255;
        rgb[p + (red ? 2 : 0)] = 0;
      }
      Path file = folder.resolve("image-%d.png".formatted(i));
      ImageIO.write(new RgbImage(32, 32, rgb).toBufferedImage(), "png", file.toFile());
      rows.append("%s,red,%s\n".formatted(file.getFileName(), red ? "yes" : "no"));
    }
    for (String row : more) {
      rows.append(row).append('\n');
    }
    return Files.writeString(folder.resolve("reviewed.csv"), rows.toString());
  }

  @Test
  void whatIsLearnedFromReviewedImagesIsUsedFromThenOn() throws IOException {
    String policy = policy(POLICY);
    Path table = reviewed("nowhere.png,red,yes");
    Path image = folder.resolve("image-0.png");
    JsonNode before = run(with("moderate", "--policy", policy, "--json", image)).json().getFirst();

    Jclip.Run learned = run(with("moderate", "--policy", policy, "--learn", table, "--json"));

    assertThat(learned.code()).isEqualTo(3); // an image is missing
    assertThat(learned.err()).contains("nowhere.png");
    JsonNode answer = learned.json().getLast();
    assertThat(answer.path("category").asString()).isEqualTo("red");
    assertThat(answer.path("yes").asInt()).isEqualTo(10);
    assertThat(answer.path("taken").asBoolean()).isTrue();
    assertThat(folder.resolve("policy.learned.json")).exists();
    Path log = folder.resolve("log.jsonl");
    JsonNode after =
        run(with("moderate", "--policy", policy, "--json", "--record", log, image))
            .json()
            .getFirst();
    assertThat(after.path("decisions").path(0).path("learned").asBoolean()).isTrue();
    assertThat(after.path("category_scores").path("red").asDouble()).isGreaterThan(0.5);
    JsonNode ignored =
        run(with("moderate", "--policy", policy, "--json", "--ignore-learned", image))
            .json()
            .getFirst();
    assertThat(ignored).isEqualTo(before);
    JsonNode replayed =
        run(with("moderate", "--policy", policy, "--json", "--replay", log)).json().getLast();
    assertThat(replayed.path("differentScores").asInt()).isZero();
    assertThat(run(with("moderate", "--policy", policy, "--scales", "2", image)).err())
        .contains("policy.learned.json")
        .contains("--ignore-learned");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image-1.png,rde,no   | line 22 | 'rde'",
        "image-1.png,red,maye | line 22 | expected yes or no",
        ",red,yes             | line 22 | path",
        "image-1.png,red,yes  | line 22 | that of the same image before"
      })
  void aRowThatIsNoReviewIsRefused(String row, String place, String words) throws IOException {
    Jclip.Run run =
        run(with("moderate", "--policy", policy(POLICY), "--learn", reviewed(row.strip())));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("reviewed.csv: " + place).contains(words);
    assertThat(folder.resolve("policy.learned.json")).doesNotExist();
  }

  @Test
  void aTableWithOneLabelIsRefused() throws IOException {
    Path table = reviewed();
    Files.writeString(table, Files.readString(table).replace(",no", ",yes"));

    Jclip.Run run = run(with("moderate", "--policy", policy(POLICY), "--learn", table));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("reviewed.csv: category red").contains("found 20 and 0");
  }

  /** All images have the action of a category that all belong to. */
  private String always(String action) throws IOException {
    return policy(
        """
        version: 1
        on_failure: block
        categories:
          "a&b": {action: %s, threshold: 0.000001, concepts: [{sentence: "red <b>"}]}
        """
            .formatted(action));
  }

  private Path image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.copy(PICTURE, file);
  }

  @Test
  void theReportIsOnePageThatLoadsNothing() throws IOException {
    Path image = image("in/<i>&'x'.jpg");
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "no image");
    Path page = folder.resolve("report.html");

    Jclip.Run run =
        run(
            with(
                "moderate",
                "--policy",
                always("block"),
                "--scales",
                "3",
                "--report",
                page,
                image,
                broken,
                image));

    assertThat(run.code()).isEqualTo(3);
    String html = Files.readString(page);
    assertThat(html)
        .contains("Content-Security-Policy\" content=\"default-src 'none'")
        .doesNotContain("http:", "https:", "src=\"/", "<i>&'x'", "red <b>")
        .contains("&lt;i&gt;&amp;&#39;x&#39;.jpg", "red &lt;b&gt;", "<option>a&amp;b</option>")
        .contains("not decided: ")
        .endsWith("</script>\n");
    assertThat(html.split("<figure ", -1)).hasSize(4);
    assertThat(html.split("data:image/jpeg;base64,", -1)).hasSize(3);
    String region = run.out().replaceAll("(?s).* at (\\d+),(\\d+), (\\d+)x(\\d+).*", "$1 $2 $3 $4");
    RgbImage decoded = RgbImage.of(ImageIO.read(PICTURE.toFile()));
    String[] numbers = region.split(" ", -1);
    assertThat(html)
        .contains(
            String.format(
                Locale.ROOT,
                "<i style=\"left:%.2f%%;top:%.2f%%;width:%.2f%%",
                100.0 * Integer.parseInt(numbers[0]) / decoded.width(),
                100.0 * Integer.parseInt(numbers[1]) / decoded.height(),
                100.0 * Integer.parseInt(numbers[2]) / decoded.width()));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("in", "broken.jpg", "report.html", "policy.yaml");
    }
  }

  @Test
  void eachImageIsCopiedIntoTheFolderOfItsAction() throws IOException {
    Path image = image("in/deep/a.jpg");
    Path broken = Files.writeString(folder.resolve("in/broken.jpg"), "no image");
    Path out = folder.resolve("out");

    Jclip.Run run =
        run(
            with(
                "moderate",
                "--policy",
                always("flag"),
                "--action-dir",
                out,
                folder.resolve("in"),
                image));

    assertThat(run.code()).isEqualTo(3);
    Path inside = folder.getRoot().relativize(folder).resolve("in");
    assertThat(out.resolve("flag").resolve(inside).resolve("deep/a.jpg"))
        .hasSameBinaryContentAs(PICTURE);
    assertThat(out.resolve("flag").resolve(inside).resolve("deep/a-2.jpg")).doesNotExist();
    assertThat(out.resolve("block").resolve(inside).resolve("broken.jpg")).hasContent("no image");
    assertThat(image).hasSameBinaryContentAs(PICTURE);
    assertThat(broken).exists();
  }

  @Test
  void imagesMoveOnlyWhereThatIsAskedFor() throws IOException {
    Path image = image("in/a.jpg");
    Path out = folder.resolve("out");

    Jclip.Run run =
        run(with("moderate", "--policy", always("block"), "--action-dir", out, "--move", image));

    assertThat(run.code()).isZero();
    assertThat(image).doesNotExist();
    assertThat(out.resolve("block").resolve(folder.getRoot().relativize(image)))
        .hasSameBinaryContentAs(PICTURE);
    assertThat(run(with("moderate", "--policy", always("block"), "--move", PICTURE)).err())
        .contains("--move: expected --action-dir");
  }

  @ParameterizedTest
  @CsvSource({"1, 0.9, 1", "3, 0.001, 0.7"})
  void whatIsToBeBlurredIsBlurredWhereItFired(int scales, double least, double most)
      throws IOException {
    byte[] noise = new byte[3 * 96 * 96];
    new Random(3).nextBytes(noise);
    Path image = folder.resolve("noise.png");
    ImageIO.write(new RgbImage(96, 96, noise).toBufferedImage(), "png", image.toFile());
    byte[] original = Files.readAllBytes(image);
    Path out = folder.resolve("out");

    run(
        with(
            "moderate",
            "--policy",
            always("blur"),
            "--action-dir",
            out,
            "--move",
            "--scales",
            scales,
            image));

    assertThat(image).hasBinaryContent(original);
    RgbImage after =
        RgbImage.of(
            ImageIO.read(out.resolve("blur").resolve(folder.getRoot().relativize(image)).toFile()));
    int changed = 0;
    for (int i = 0; i < noise.length; i++) {
      changed += after.rgb()[i] == noise[i] ? 0 : 1;
    }
    assertThat((double) changed / noise.length).isBetween(least, most);
  }

  @Test
  void curvesAreDrawnOfCategoriesWithImagesOfEitherKind() throws IOException {
    Path plots = folder.resolve("plots");

    Jclip.Run run =
        run(
            with(
                "moderate",
                "--policy",
                policy(POLICY),
                "--benign",
                PICTURE,
                "--harmful",
                "blue/sky=" + PICTURE,
                "--plots",
                plots));

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("no plot of red").contains("--harmful red=");
    for (String name : List.of("blue%2Fsky-roc.png", "blue%2Fsky-precision-recall.png")) {
      assertThat(ImageIO.read(plots.resolve(name).toFile()).getWidth()).isEqualTo(900);
    }
    try (Stream<Path> files = Files.list(plots)) {
      assertThat(files).hasSize(2);
    }
  }

  /** Two red frames, then two blue ones, then a red one, listed in another order. */
  @Test
  void aVideoIsJudgedSceneByScene() throws IOException {
    reviewed(); // even images are red, odd ones blue
    Path frames =
        Files.writeString(
            folder.resolve("frames.csv"),
            """
            timestamp,path
            3.5,image-1.png
            0,image-0.png
            1,image-2.png
            9,image-4.png
            2.5,image-3.png
            7,nowhere.png
            """);
    Path page = folder.resolve("report.html");

    Jclip.Run run =
        run(
            with(
                "moderate",
                "--policy",
                policy(POLICY),
                "--frames",
                frames,
                "--scene-distance",
                SCENE_DISTANCE,
                "--report",
                page,
                "--json"));

    assertThat(run.code()).isEqualTo(3);
    List<JsonNode> scenes = run.json().stream().filter(answer -> answer.has("scene")).toList();
    assertThat(scenes).hasSize(3);
    assertThat(scenes.stream().map(scene -> scene.path("frames").asInt())).containsExactly(2, 2, 1);
    assertThat(scenes.get(1).path("start").asDouble()).isEqualTo(2.5);
    assertThat(scenes.get(1).path("end").asDouble()).isEqualTo(3.5);
    assertThat(scenes.getLast().path("worst").asString()).endsWith("image-4.png");
    assertThat(scenes.getLast().path("category_scores").has("red")).isTrue();
    assertThat(run.err()).contains("nowhere.png");
    assertThat(Files.readString(page).split("<figure ", -1)).hasSize(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image-1.png,soon | expected a number of seconds, found 'soon'",
        "image-1.png,NaN  | expected a number of seconds",
        ",1               | path: expected that of an image"
      })
  void aRowThatIsNoFrameIsRefused(String row, String words) throws IOException {
    Path frames =
        Files.writeString(folder.resolve("frames.csv"), "path,timestamp\n%s\n".formatted(row));

    Jclip.Run run = run(with("moderate", "--policy", policy(POLICY), "--frames", frames));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("frames.csv: line 2").contains(words);
    assertThat(run(with("moderate", "--frames", frames, PICTURE)).err())
        .contains("--frames: expected no images beside");
  }

  @Test
  void mistakesAreNamed() throws IOException {
    assertThat(
            run(with(
                    "moderate",
                    "--policy",
                    policy("version: 1\ncategories:\n  x: {colour: red}\n"),
                    PICTURE))
                .err())
        .contains("policy.yaml:3:7")
        .contains("colour");
    assertThat(run(with("moderate", "--policy", policy(POLICY))).code()).isEqualTo(2);
    assertThat(
            run(with(
                    "moderate",
                    "--policy",
                    policy(POLICY),
                    "--harmful",
                    "rde=x",
                    "--benign",
                    PICTURE))
                .err())
        .contains("'rde'")
        .contains("red");
    assertThat(run(with("moderate", "--scales", "9", PICTURE)).err()).contains("1 to 4");
  }
}
