package dev.jclip.cli;

import static dev.jclip.cli.Jclip.MODEL;
import static dev.jclip.cli.Jclip.PICTURE;
import static dev.jclip.cli.Jclip.run;
import static dev.jclip.cli.Jclip.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.cli.Jclip.Run;
import dev.jclip.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Figures of a small model; how large they are is not looked at. */
class BenchCommandTest {
  private static final List<String> SPEEDS =
      List.of(
          "imagesPerSecond",
          "captionsPerSecond",
          "imageMsP50",
          "imageMsP90",
          "imageMsP99",
          "captionMsP50",
          "filesPerSecond",
          "startupSeconds");

  @TempDir private Path folder;

  private static Run bench(Object... args) {
    return run(with("bench", withShortRounds(args)));
  }

  private static Object[] withShortRounds(Object... args) {
    Object[] all = Arrays.copyOf(args, args.length + 4);
    System.arraycopy(new Object[] {"--seconds", 0.001, "--rounds", 2}, 0, all, args.length, 4);
    return all;
  }

  @Test
  void givesEachPrecisionItsFiguresAsJson() throws IOException {
    Files.copy(PICTURE, folder.resolve("picture.jpg"));
    Run run = bench("--json", "--images", folder);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    JsonNode setting = run.json().getFirst();
    assertThat(setting.get("kind").stringValue()).isEqualTo("setting");
    assertThat(setting.get("model").stringValue()).isEqualTo(MODEL.toString());
    assertThat(setting.get("cores").intValue()).isPositive();
    assertThat(setting.get("memoryGb").doubleValue()).isPositive();
    assertThat(setting.get("engine").stringValue()).matches("PyTorch \\d.*");
    List<JsonNode> rows = run.json().subList(1, run.json().size());
    assertThat(rows.stream().map(row -> row.get("precision").stringValue()))
        .containsExactly("f32", "bf16", "int8", "auto");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.get("kind").stringValue()).isEqualTo("precision");
              assertThat(row.get("imagePrecision").stringValue()).matches("f32|bf16|int8");
              assertThat(SPEEDS)
                  .allSatisfy(key -> assertThat(row.get(key).doubleValue()).isPositive());
              assertThat(row.get("imageMsP90").doubleValue())
                  .isBetween(
                      row.get("imageMsP50").doubleValue(), row.get("imageMsP99").doubleValue());
            });
  }

  @Test
  void saysHowNearEmbeddingsAreToFloat32() {
    List<JsonNode> rows = bench("--json", "--precision", "f32,int8").json();
    assertThat(rows).hasSize(3);
    for (String kind : List.of("image", "text")) {
      assertThat(rows.get(1).get(kind + "CosineLeast").doubleValue()).isCloseTo(1, within(1e-6));
      double mean = rows.get(2).get(kind + "CosineMean").doubleValue();
      assertThat(mean).isGreaterThan(0.99).isLessThan(1 - 1e-7);
      assertThat(rows.get(2).get(kind + "CosineLeast").doubleValue()).isLessThan(mean);
    }
  }

  @Test
  void givesPeopleATableInTheOrderOfThePrecisions() {
    Run run = bench("--precision", "int8", "--precision", "f32");
    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(2)).startsWith(MODEL + ": custom, ");
    assertThat(lines.get(4)).startsWith("precision  images/s  captions/s");
    assertThat(lines.get(5)).matches("int8 +[\\d.]+ +[\\d.]+ .*");
    assertThat(lines.get(6)).matches("f32 +[\\d.]+ +[\\d.]+ .* 1\\.00000 +1\\.00000 +f32 +f32");
    assertThat(lines).hasSize(7);
  }

  /** Model options must reach the process that measures the start; it fails without this one. */
  @Test
  void measuresTheStartInAProcessWithTheSameOptions() throws IOException {
    Path model = Files.createDirectory(folder.resolve("without-vocabulary"));
    for (String file : List.of("config.json", "model.safetensors", "preprocessor_config.json")) {
      Files.copy(MODEL.resolve(file), model.resolve(file));
    }
    Run run =
        run(
            "bench",
            "--json",
            "--model",
            model.toString(),
            "--tokenizer",
            MODEL.toString(),
            "--precision",
            "bf16",
            "--seconds",
            "0.001",
            "--rounds",
            "1");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode row = run.json().getLast();
    assertThat(row.get("startupSeconds").doubleValue()).isPositive();
    if (OS.LINUX.isCurrentOs()) {
      assertThat(row.get("residentMb").doubleValue()).isGreaterThan(50);
      assertThat(row.get("peakMb").doubleValue())
          .isGreaterThanOrEqualTo(row.get("residentMb").doubleValue());
    }
  }

  @Test
  void saysWhatIsWrongWithTheOptions() throws IOException {
    Path venv = fakeEnvironment();
    mistake("--seconds: expected more than 0 and at most 3600, found 0.0", "--seconds", 0);
    mistake("--rounds: expected 1 to 1000, found 0", "--rounds", 0);
    mistake("--precision: expected f32, bf16, int8 or auto, found fp8", "--precision", "f32,fp8");
    mistake(
        "--images %s: expected a folder with JPEG, PNG or WebP files, found none".formatted(venv),
        "--images",
        venv);
    mistake("--peers nowhere: expected the folder of a Python environment", "--peers", "nowhere");
    mistake(
        "--peers-script nowhere.py: no such file", "--peers", venv, "--peers-script", "nowhere.py");
    mistake(
        "--peers: expected a model of architecture ViT-B-32, ViT-B-16, ViT-L-14 or RN50, found custom",
        "--peers",
        venv,
        "--peers-script",
        venv.resolve("bin/python"));
  }

  private Path fakeEnvironment() throws IOException {
    Path environment = folder.resolve("venv");
    Path python = Files.createDirectories(environment.resolve("bin")).resolve("python");
    assertThat(Files.createFile(python).toFile().setExecutable(true)).isTrue();
    return environment;
  }

  private static void mistake(String message, Object... args) {
    Run run = run(with("bench", args));
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void otherCommandsTakeOnePrecision() {
    Run run = run(with("embed", "--precision", "f32,int8", "--text", "x"));
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--precision: expected one, found 2");
  }
}
