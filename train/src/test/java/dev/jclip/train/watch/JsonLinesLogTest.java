package dev.jclip.train.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.ClipException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesLogTest {
  @TempDir Path folder;

  @Test
  void aStepIsALineWithEveryValue() throws IOException {
    Path file = folder.resolve("new/log.jsonl");
    try (var log = JsonLinesLog.open(file, 0)) {
      log.onStep(Reports.HEALTHY.duplicateCaptions(4).at(7));
      assertThat(Files.readString(file))
          .isEqualTo(
              "{\"event\":\"step\",\"step\":7,\"epoch\":0.07,\"samplesSeen\":448,\"loss\":2.0,"
                  + "\"gradientNorm\":1.5,\"logitScale\":15.0,\"learningRate\":0.001,"
                  + "\"batchSize\":64,\"samplesPerSecond\":320.0,\"dataWaitFraction\":0.02,"
                  + "\"meanPairCosine\":0.6,\"meanNegativeCosine\":0.1,\"imageSpread\":0.4,"
                  + "\"textSpread\":0.5,\"duplicateCaptions\":4}\n");
    }
  }

  @Test
  void everyEventIsALine() throws IOException {
    Path file = folder.resolve("log.jsonl");
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put("text_to_image_R@1", 0.25);
    metrics.put("a\"b", Double.NaN);
    try (var log = JsonLinesLog.open(file, 0)) {
      log.onBegin(7, Map.of("seed", "0", "batch", "64"));
      log.onEvaluation(new EvaluationReport(8, metrics));
      log.onDiagnosis(
          new Diagnosis(
              CommonKind.LOSS_SPIKE,
              Diagnosis.Severity.WARNING,
              9,
              "It\nrose.",
              "Wait.",
              List.of()));
      log.onCheckpoint(10, Path.of("epoch_1"));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"event\":\"begin\",\"step\":7,\"settings\":{\"batch\":\"64\",\"seed\":\"0\"}}",
            "{\"event\":\"evaluation\",\"step\":8,\"metrics\":{\"text_to_image_R@1\":0.25,"
                + "\"a\\\"b\":\"NaN\"}}",
            "{\"event\":\"diagnosis\",\"step\":9,\"kind\":\"LOSS_SPIKE\",\"severity\":\"WARNING\","
                + "\"sentence\":\"It\\nrose.\",\"advice\":\"Wait.\"}",
            "{\"event\":\"checkpoint\",\"step\":10,\"checkpoint\":\"epoch_1\"}");
  }

  @Test
  void whatJsonHasNoNumberForIsAString() throws IOException {
    Path file = folder.resolve("log.jsonl");
    try (var log = JsonLinesLog.open(file, 0)) {
      log.onStep(
          Reports.HEALTHY
              .loss(Double.NaN)
              .gradientNorm(Double.POSITIVE_INFINITY)
              .samplesPerSecond(Double.NEGATIVE_INFINITY)
              .at(1));
    }
    JsonNode line = JsonMapper.shared().readTree(Files.readString(file));
    assertThat(line.get("loss").stringValue()).isEqualTo("NaN");
    assertThat(line.get("gradientNorm").stringValue()).isEqualTo("Infinity");
    assertThat(line.get("samplesPerSecond").stringValue()).isEqualTo("-Infinity");
  }

  @Test
  void aRunThatResumesHasEachStepOnce() throws IOException {
    Path file = folder.resolve("log.jsonl");
    write(file, 0, 1, 5);
    write(file, 3, 4, 6);
    assertThat(steps(file)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(folder.toFile().list()).containsExactly(file.getFileName().toString());
  }

  @Test
  void aRunThatBeginsAnewKeepsNothing() throws IOException {
    Path file = folder.resolve("log.jsonl");
    write(file, 0, 1, 5);
    write(file, 0, 1, 2);
    assertThat(steps(file)).containsExactly(1L, 2L);
  }

  @Test
  void aLineCutAnywhereIsDroppedAndAWholeOneKept() throws IOException {
    Path file = folder.resolve("log.jsonl");
    write(file, 0, 1, 2);
    byte[] whole = Files.readAllBytes(file);
    int firstLine = Files.readAllLines(file).getFirst().length() + 1;
    for (int length = firstLine; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      JsonLinesLog.open(file, 2).close();
      assertThat(steps(file))
          .as("cut to %d of %d bytes", length, whole.length)
          .isEqualTo(length < whole.length - 1 ? List.of(1L) : List.of(1L, 2L));
      assertThat(Files.readString(file)).endsWith("}\n");
    }
  }

  @Test
  void halfACharacterAndBytesNeverWrittenAreDropped() throws IOException {
    Path file = folder.resolve("log.jsonl");
    write(file, 0, 1, 1);
    Files.write(file, new byte[] {'{', '"', (byte) 0xe2, (byte) 0x82}, StandardOpenOption.APPEND);
    JsonLinesLog.open(file, 9).close();
    Files.write(file, new byte[64], StandardOpenOption.APPEND);
    JsonLinesLog.open(file, 9).close();
    assertThat(steps(file)).containsExactly(1L);
  }

  @Test
  void anotherFileIsLeftAsItIs() throws IOException {
    Path file = folder.resolve("notes.txt");
    String notes = "{\"step\":1}\nbuy milk\n{\"step\":2}\n";
    Files.writeString(file, notes);
    assertThatThrownBy(() -> JsonLinesLog.open(file, 5))
        .isInstanceOf(ClipException.class)
        .hasMessage(
            file
                + ": line 2 is not of a training log: expected an object with a step, found "
                + "'buy milk'; move the file away or log to another");
    assertThat(folder.toFile().list()).containsExactly(file.getFileName().toString());
    assertThat(Files.readString(file)).isEqualTo(notes);
  }

  @Test
  void aFolderThatCannotBeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> JsonLinesLog.open(file.resolve("log.jsonl"), 0))
        .isInstanceOf(ClipException.class)
        .hasMessageStartingWith(file.resolve("log.jsonl") + ": cannot open the log: ");
  }

  @Test
  void aLineThatCannotBeWrittenIsNoSilence() {
    Path file = folder.resolve("log.jsonl");
    var log = JsonLinesLog.open(file, 0);
    log.close();
    assertThatThrownBy(() -> log.onStep(Reports.HEALTHY.at(1)))
        .isInstanceOf(ClipException.class)
        .hasMessageStartingWith(file + ": cannot write to the log: ");
  }

  private static void write(Path file, long resumed, long first, long last) {
    try (var log = JsonLinesLog.open(file, resumed)) {
      for (long step = first; step <= last; step++) {
        log.onStep(Reports.HEALTHY.at(step));
      }
    }
  }

  private static List<Long> steps(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> JsonMapper.shared().readTree(line).get("step").longValue())
        .toList();
  }
}
