package dev.jclip.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.ClipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000, 250_000_000));

  @TempDir Path folder;

  @Test
  void aFileBeginsWithTheVersionAndTheStart() throws IOException {
    try (var log = TensorBoardLog.open(folder.resolve("new"), 300, CLOCK)) {
      assertThat(log.file().getFileName().toString())
          .matches("events\\.out\\.tfevents\\.1800000000\\..+\\.0");
      assertThat(EventFile.read(log.file()))
          .containsExactly(
              List.of("1=1.80000000025E9", "2=301", "3=brain.Event:2"),
              List.of("1=1.80000000025E9", "2=301", "7.1=1"));
    }
  }

  @Test
  void aStepIsOneEventOfScalars() throws IOException {
    try (var log = TensorBoardLog.open(folder, 0, CLOCK)) {
      log.onStep(Reports.HEALTHY.at(200));
      assertThat(EventFile.read(log.file()).getLast())
          .containsExactly(
              "1=1.80000000025E9",
              "2=200",
              "5.1.1=train/loss",
              "5.1.2=2.0",
              "5.1.1=train/lr",
              "5.1.2=0.001",
              "5.1.1=train/scale",
              "5.1.2=15.0",
              "5.1.1=train/grad_norm",
              "5.1.2=1.5",
              "5.1.1=train/samples_per_second",
              "5.1.2=320.0",
              "5.1.1=train/batch_time",
              "5.1.2=0.2",
              "5.1.1=train/data_time",
              "5.1.2=0.004",
              "5.1.1=train/epoch",
              "5.1.2=2.0",
              "5.1.1=features/pair_cosine",
              "5.1.2=0.6",
              "5.1.1=features/negative_cosine",
              "5.1.2=0.1",
              "5.1.1=features/image_spread",
              "5.1.2=0.4",
              "5.1.1=features/text_spread",
              "5.1.2=0.5");
    }
  }

  @Test
  void anEvaluationIsOneEventOfScalars() throws IOException {
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put("text_to_image_R@1", 0.25);
    metrics.put("größe", Double.NaN);
    try (var log = TensorBoardLog.open(folder, 0, CLOCK)) {
      log.onEvaluation(new EvaluationReport(5_000_000_000L, metrics));
      assertThat(EventFile.read(log.file()).getLast())
          .containsExactly(
              "1=1.80000000025E9",
              "2=5000000000",
              "5.1.1=val/text_to_image_R@1",
              "5.1.2=0.25",
              "5.1.1=val/größe",
              "5.1.2=NaN");
    }
  }

  @Test
  void aDiagnosisIsAText() throws IOException {
    try (var log = TensorBoardLog.open(folder, 0, CLOCK)) {
      log.onDiagnosis(
          new Diagnosis(
              CommonKind.LOSS_SPIKE,
              Diagnosis.Severity.WARNING,
              9,
              "It rose.",
              "Wait.",
              List.of()));
      assertThat(EventFile.read(log.file()).getLast())
          .containsExactly(
              "1=1.80000000025E9",
              "2=9",
              "5.1.1=doctor/loss_spike",
              "5.1.8.1=7",
              "5.1.8.8=WARNING: It rose. Wait.",
              "5.1.9.1.1=text");
    }
  }

  @Test
  void eachStartHasItsOwnFile() throws IOException {
    try (var first = TensorBoardLog.open(folder, 0, CLOCK);
        var second = TensorBoardLog.open(folder, 7, CLOCK)) {
      second.onStep(Reports.HEALTHY.at(8));
      assertThat(second.file()).isNotEqualTo(first.file());
      assertThat(EventFile.read(first.file())).hasSize(2);
      assertThat(EventFile.read(second.file())).hasSize(3);
    }
  }

  @Test
  void aFolderThatCannotBeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> TensorBoardLog.open(file, 0))
        .isInstanceOf(ClipException.class)
        .hasMessageStartingWith(file + ": cannot begin a TensorBoard log: ");
  }

  @Test
  void anEventThatCannotBeWrittenIsNoSilence() {
    var log = TensorBoardLog.open(folder, 0);
    log.close();
    assertThatThrownBy(() -> log.onStep(Reports.HEALTHY.at(1)))
        .isInstanceOf(ClipException.class)
        .hasMessageStartingWith(log.file() + ": cannot write to the TensorBoard log: ");
  }
}
