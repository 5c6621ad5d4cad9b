package dev.jclip.cli;

import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static dev.jclip.cli.Jclip.runWithStdin;
import static dev.jclip.cli.Jclip.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jclip.cli.Jclip.Run;
import dev.jclip.cli.terminal.ExitCode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What commands say to mistakes and to bad inputs, and what they return then. */
class MistakesTest {
  @TempDir private Path folder;

  private static void assertClear(Run run, int code, String message) {
    assertThat(run.err()).contains(message).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(run.code()).isEqualTo(code);
  }

  static Stream<Arguments> wrongUsage() {
    String picture = PICTURE.toString();
    return Stream.of(
        use("nothing to embed", "embed"),
        use("--labels=A,B,C", "classify", picture),
        use(
            "--labels: expected labels with commas between them, found an empty",
            "classify",
            "--labels",
            "",
            picture),
        use(
            "--labels: expected labels with commas between them, found an empty",
            "classify",
            "--labels",
            "a,,b",
            picture),
        use(
            "--labels: expected each label once, found \"a\" twice",
            "classify",
            "--labels",
            "a,b, a",
            picture),
        use(
            "template \"a photo\": expected {}",
            "classify",
            "--labels",
            "a",
            "--template",
            "a photo",
            picture),
        use(
            "templates nonsense: expected one of imagenet",
            "classify",
            "--labels",
            "a",
            "--templates",
            "nonsense",
            picture),
        use("mutually exclusive", "classify", "--labels", "a", "--labels-file", "f", picture),
        use(
            "mutually exclusive",
            "classify",
            "--labels",
            "a",
            "--template",
            "{}",
            "--templates",
            "cifar10",
            picture),
        use("Missing required parameter: 'PATH'", "classify", "--labels", "a"),
        use("Missing required option: '--text=TEXT'", "similarity", picture),
        use("--threads: expected 1 to 1024, found 0", "embed", "--threads", "0", picture),
        use("--batch-size: expected 1 to 65536, found 0", "embed", "--batch-size", "0", picture),
        use("--batch-size: expected 1 to 65536, found -1", "embed", "--batch-size", "-1", picture),
        use("Invalid value for option '--batch-size'", "embed", "--batch-size", "many", picture),
        use("--image-size: expected 1 to 8192, found 0", "embed", "--image-size", "0", picture),
        use(
            "--precision: expected f32, bf16, int8 or auto, found fp8",
            "embed",
            "--precision",
            "fp8",
            picture),
        use("device: expected cpu or cuda:N, found \"gpu\"", "embed", "--device", "gpu", picture),
        use(
            "--output x.txt: expected a name that ends in .npy or .safetensors",
            "embed",
            "--output",
            "x.txt",
            picture),
        use(
            "--output nowhere/x.npy: expected a folder that exists",
            "embed",
            "--output",
            "nowhere/x.npy",
            picture),
        use("Unknown option: '--nonsense'", "embed", "--nonsense", picture),
        use("Unmatched argument", "nonsense"),
        use("Missing required subcommand"));
  }

  private static Arguments use(String message, String... args) {
    return Arguments.of(message, args);
  }

  /** The model does not exist, so that these are seen to be refused before it is looked for. */
  @ParameterizedTest
  @MethodSource("wrongUsage")
  void refusesWrongUsageBeforeTheModelIsLoaded(String message, String[] args) {
    var all = new ArrayList<String>(List.of(args));
    if (all.size() > 1) {
      all.addAll(1, List.of("--model", "/no/such model"));
    }
    Run run = run(all.toArray(String[]::new));
    assertClear(run, ExitCode.USAGE, message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesLabelFilesThatAreNone() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.txt"), "\n \n");
    Path latin1 = Files.write(folder.resolve("latin1.txt"), new byte[] {'a', (byte) 0xe9, '\n'});
    assertClear(
        run(with("classify", "--labels-file", empty, PICTURE)),
        ExitCode.USAGE,
        empty + ": expected one label a line, found none");
    assertClear(
        run(with("classify", "--labels-file", latin1, PICTURE)),
        ExitCode.FAILED,
        latin1 + ": expected a text file in UTF-8, one item a line: it is not UTF-8");
    assertClear(
        run(with("embed", "--text-file", "no-file")),
        ExitCode.FAILED,
        "no-file: expected a text file in UTF-8, one item a line: no such file or folder");
    assertClear(
        run(with("embed", "--text-file", folder)),
        ExitCode.FAILED,
        folder + ": expected a text file");
  }

  @Test
  void offersTheNearestModels() {
    String name = "ViT-B-32:laion2b_s34b_b79";
    for (Run run :
        List.of(
            run("embed", "--model", name, "--text", "x"),
            run("tokenize", "--model", name, "x"),
            run("inspect", name),
            run("pull", name))) {
      assertClear(run, ExitCode.FAILED, "the nearest known ones are ViT-B-32:laion2b_s34b_b79k");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void saysWhatIsWrongWithAModel() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "no model");
    assertClear(
        run("embed", "--model", "/no/such/folder", "--text", "x"),
        ExitCode.FAILED,
        "/no/such/folder: no such file or folder");
    assertClear(
        run("embed", "--model", folder.toString(), "--text", "x"),
        ExitCode.FAILED,
        folder.toString());
    assertClear(
        run("embed", "--model", notes.toString(), "--text", "x"),
        ExitCode.FAILED,
        notes.toString());
    assertClear(
        run("embed", "--model", "a\0b", "--text", "x"), ExitCode.FAILED, "no such file or folder");
    assertClear(
        run(with("embed", "--tokenizer", "/no/such", "--text", "x")), ExitCode.FAILED, "/no/such");
    assertClear(
        run(with("embed", "--architecture", "ViT-B-33", "--text", "x")),
        ExitCode.USAGE,
        "nearest known ones are ViT-B-32");
  }

  @Test
  void skipsBadPicturesAndGoesOn() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    Path cut =
        Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(Files.readAllBytes(PICTURE), 200));
    Run run =
        run(
            with(
                "embed",
                "--json",
                "--quiet",
                "--batch-size",
                3,
                empty,
                text,
                "missing.jpg",
                cut,
                PICTURE));

    assertThat(run.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(run.json().stream().map(line -> line.get("input").stringValue()))
        .containsExactly(
            empty.toString(), text.toString(), "missing.jpg", cut.toString(), PICTURE.toString());
    for (JsonNode skipped : run.json().subList(0, 4)) {
      assertThat(skipped.propertyNames()).containsExactly("input", "error");
      assertThat(skipped.get("error").stringValue())
          .startsWith(skipped.get("input").stringValue() + ": ");
    }
    assertThat(run.json().getLast().get("embedding").size()).isEqualTo(24);
    assertThat(run.err().lines().toList())
        .hasSize(4)
        .allMatch(line -> line.startsWith("jclip: skipped: "));
  }

  @Test
  void failsWhenAllAreSkipped() {
    for (String[] args :
        List.of(
            with("embed", "missing.jpg", "gone.jpg"),
            with("classify", "--labels", "a,b", "missing.jpg"),
            with("similarity", "--text", "a", folder),
            with("embed", folder + "/*.jpg"),
            with("embed", "-"))) {
      Run run = run(args);
      assertClear(run, ExitCode.FAILED, "jclip: skipped: ");
      assertThat(run.out()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classify --labels a,b", "similarity --text a"})
  void skipsInEveryCommand(String command) {
    String[] parts = command.split(" ", -1);
    Run run = run(with(parts[0], "--json", parts[1], parts[2], "missing.jpg", PICTURE));
    assertThat(run.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(run.json()).hasSize(2);
    assertThat(run.json().getFirst().get("error").stringValue()).startsWith("missing.jpg: ");
  }

  @Test
  void takesPicturesOfExtremeShapes() throws IOException {
    for (int height : new int[] {1, 20_000}) {
      Path file = folder.resolve("1x" + height + ".png");
      ImageIO.write(new BufferedImage(1, height, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }
    Run run = run(with("embed", "--json", folder));
    assertThat(run.code()).isZero();
    assertThat(run.json()).hasSize(2).allMatch(line -> line.has("embedding"));
  }

  @Test
  void readsNamesFromStdinWhateverTheyAre() throws IOException {
    assumeThat(System.getProperty("sun.jnu.encoding")).as("file names here").isEqualTo("UTF-8");
    Path umlaut = Files.copy(PICTURE, folder.resolve("Größe 日本.jpg"));
    byte[] good = (umlaut + "\n" + PICTURE + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] stdin = Arrays.copyOf(good, good.length + 4);
    stdin[good.length] = (byte) 0xff;
    stdin[good.length + 1] = 'x';
    stdin[good.length + 2] = 0;
    stdin[good.length + 3] = '\n';
    Run run = runWithStdin(stdin, with("embed", "--json", "-"));
    assertThat(run.code()).isEqualTo(ExitCode.SKIPPED_SOME);
    assertThat(run.json()).hasSize(3);
    assertThat(run.json().getFirst().get("input").stringValue()).isEqualTo(umlaut.toString());
    assertThat(run.json().get(2).has("error")).isTrue();
  }

  @Test
  void precisionsThatAreThereAreTaken() {
    for (String precision : List.of("f32", "auto")) {
      assertThat(run(with("embed", "--precision", precision, "--threads", 1, "--text", "x")).code())
          .isZero();
    }
  }
}
