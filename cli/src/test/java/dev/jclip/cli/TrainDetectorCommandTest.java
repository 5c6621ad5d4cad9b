package dev.jclip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.Clip;
import dev.jclip.Detector;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.config.Precision;
import dev.jclip.detect.DetectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainDetectorCommandTest {
  @TempDir private Path folder;
  private Path scenes;

  @BeforeEach
  void render() {
    scenes = folder.resolve("scenes");
    Jclip.Run run =
        Jclip.run(
            "scenes", "--output", scenes.toString(), "--count", "12", "--size", "32", "--as-files");
    assertThat(run.code()).as(run.err()).isZero();
  }

  private Jclip.Run train(String name, String... more) {
    var args =
        new ArrayList<>(List.of("train-detector", "--logs", folder.toString(), "--name", name));
    args.addAll(List.of(more));
    return Jclip.run(args.toArray(String[]::new));
  }

  private Jclip.Run begin(String name, String... more) {
    var args =
        new ArrayList<>(
            List.of(
                "--train-data",
                scenes.toString(),
                "--model",
                Jclip.MODEL.toString(),
                "--batch-size",
                "4",
                "--steps",
                "4",
                "--save-every",
                "2",
                "--keep-checkpoints",
                "9",
                "--queries",
                "6",
                "--aug-cfg",
                "scale=0.6,1.0",
                "flip_prob=0.5"));
    args.addAll(List.of(more));
    return train(name, args.toArray(String[]::new));
  }

  @Test
  void trainsADetectorThatOpensBesideTheModel() {
    Jclip.Run run = begin("run", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("4 steps of 4 images, 3 to an epoch of 12 images");
    Path model = Path.of(run.json().getLast().get("model").stringValue());
    assertThat(model.resolve("object_detector.json")).exists();
    try (Clip before = Clip.load(Jclip.MODEL.toString());
        Clip after = Clip.load(model.toString())) {
      assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
    }
    Path half = folder.resolve("half");
    Jclip.Run export =
        Jclip.run(
            "export", "--model", model.toString(), "--dtype", "f16", "--output", half.toString());
    assertThat(export.code()).as(export.err()).isZero();
    assertThat(half.resolve("object_detector.safetensors").toFile().length())
        .isLessThan(model.resolve("object_detector.safetensors").toFile().length() * 3 / 5);
    assertFinds(model);
    assertFinds(half);
  }

  private static void assertFinds(Path model) {
    try (Detector detector = Clip.loader().precision(Precision.F32).loadDetector(model)) {
      assertThat(
              detector.find(
                  detector.decode(Jclip.PICTURE),
                  List.of("a red mug"),
                  DetectionOptions.defaults().withThreshold(0)))
          .isNotEmpty()
          .allSatisfy(found -> assertThat(found.label()).isEqualTo("a red mug"));
    }
  }

  @Test
  void goesOnWithTheSameBitsWithNothingButItsName() throws IOException {
    assertThat(begin("whole").code()).isZero();
    assertThat(begin("half").code()).isZero();
    try (var late = Files.walk(folder.resolve("half/checkpoints/step-00000004"))) {
      for (Path file : late.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
    Jclip.Run resumed = train("half", "--resume", "latest");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("goes on from step 2, after 8 images");
    String last = "checkpoints/step-00000004/object_detector.safetensors";
    assertThat(folder.resolve("half").resolve(last))
        .hasSameBinaryContentAs(folder.resolve("whole").resolve(last));
    Jclip.Run other = train("half", "--resume", "latest", "--image-size", "64");
    assertThat(other.code()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains("--image-size: expected").contains("a run keeps its model");
  }

  @Test
  void saysWhatIsWrongWithItsInput() {
    Jclip.Run without = train("none");
    assertThat(without.code()).isEqualTo(ExitCode.USAGE);
    assertThat(without.err()).contains("Missing required option: '--train-data=DATA'");
    Jclip.Run unknown = begin("unknown", "--phrases", "a {shape},a {color} {shape}");
    assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
    assertThat(unknown.err()).contains("found {color}").contains("colour");
    Jclip.Run empty = begin("empty", "--phrases", "a {shape},,");
    assertThat(empty.code()).isEqualTo(ExitCode.USAGE);
    assertThat(empty.err()).contains("found an empty phrase");
    Jclip.Run large =
        train("large", "--train-data", scenes.toString(), "--batch-size", "100", "--steps", "1");
    assertThat(large.code()).isEqualTo(ExitCode.FAILED);
    assertThat(large.err()).contains("found 12; take a smaller --batch-size");
    assertThat(folder.resolve("unknown")).doesNotExist();
  }
}
