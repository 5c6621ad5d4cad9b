package dev.jclip.moderation.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.error.ClipException;
import dev.jclip.error.DataException;
import dev.jclip.moderation.policy.Action;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.policy.Concept;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.policy.Severity;
import dev.jclip.moderation.score.CategoryCalibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationFileTest {
  @TempDir Path folder;

  private static Category category(String name, String sentence, Action action, double threshold) {
    return new Category(
        name,
        Severity.LOW,
        action,
        threshold,
        List.of(new Concept(List.of(sentence), List.of("y"), List.of())),
        List.of());
  }

  private static Policy policy(Category... categories) {
    return new Policy("ours", Action.FLAG, List.of(categories));
  }

  private static final Category A = category("a/\"b\" ß", "x", Action.FLAG, 0.5);
  private static final Category B = category("b", "z", Action.FLAG, 0.9);

  private static CalibrationFile solved() {
    return new CalibrationFile(
        "model",
        3,
        Map.of(
            A.name(), CalibrationFile.entry(A, 1.0 / 3, 50),
            B.name(), CalibrationFile.entry(B, -0.1, 12.3)));
  }

  private Path file() {
    return folder.resolve("policy.calibration.json");
  }

  @Test
  void everyBitComesBack() {
    solved().write(file());

    assertThat(CalibrationFile.read(file())).isEqualTo(solved());
  }

  @Test
  void theProbabilityAtTheThresholdIsThePolicys() {
    CategoryCalibration calibration = CalibrationFile.entry(B, -0.1, 12.3).calibration();

    assertThat(calibration.probability(-0.1)).isCloseTo(0.9, within(1e-12));
    assertThat(calibration.excess(0.9)).isCloseTo(-0.1, within(1e-12));
  }

  @Test
  void holdsForTheSameModelTilingAndSentences() {
    assertThat(solved().of(policy(A, B), "model", 3, file())).containsOnlyKeys(A.name(), "b");
  }

  @Test
  void anotherModelIsRefused() {
    assertThatThrownBy(() -> solved().of(policy(A), "other", 3, file()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file() + ": ")
        .hasMessageContaining("this model");
  }

  @Test
  void anotherTilingIsRefused() {
    assertThatThrownBy(() -> solved().of(policy(A), "model", 1, file()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file() + ": ")
        .hasMessageContaining("with 1 scales of tiles, found 3");
  }

  @Test
  void aCategoryWithOtherSentencesHasNoCalibration() {
    Policy changed = policy(A, category("b", "another sentence", Action.FLAG, 0.9));

    assertThat(solved().of(changed, "model", 3, file())).containsOnlyKeys(A.name());
  }

  @Test
  void anotherActionOrThresholdChangesNoCalibration() {
    Policy changed = policy(category("b", "z", Action.BLOCK, 0.2));

    assertThat(solved().of(changed, "model", 3, file()))
        .containsExactly(Map.entry("b", CalibrationFile.entry(B, -0.1, 12.3).calibration()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"version\" : 1          | \"version\" : 2        | version",
        "\"model\" : \"model\"    | \"model\" : 5          | model",
        "\"scales\" : 3           | \"scales\" : \"three\" | scales",
        "\"slope\" : 50.0         | \"slope\" : 0          | slope",
        "\"slope\" : 50.0         | \"slope\" : \"50\"     | slope",
        "\"slope\" : 50.0         | \"slopes\" : 50        | slope",
        "\"backgroundWeight\" : 0.25 | \"backgroundWeight\" : 1.5 | backgroundWeight",
        "\"offset\"               | \"Offset\"             | offset",
        "\"content\"              | \"contents\"           | content",
        "\"categories\" : {       | \"categories\" : [     | policy.calibration.json"
      })
  void malformedFilesAreRefused(String sound, String malformed, String words) throws IOException {
    solved().write(file());
    String text = Files.readString(file());
    assertThat(text).contains(sound);
    Files.writeString(file(), text.replace(sound, malformed));

    assertThatThrownBy(() -> CalibrationFile.read(file()))
        .isInstanceOf(ClipException.class)
        .hasMessageStartingWith(file().toString())
        .hasMessageContaining(words);
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatThrownBy(() -> CalibrationFile.read(file()))
        .isInstanceOf(ClipException.class)
        .hasMessageStartingWith(file().toString());
  }
}
