package dev.jclip.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.cli.Main;
import dev.jclip.error.ClipException;
import dev.jclip.error.MissingVocabularyException;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.start.Resumption;
import dev.jclip.train.watch.Remedy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.CommandSpec;

/** The library names no option; the command line adds those that it has. */
class OptionHintTest {
  private static final RunLength LENGTH = new RunLength(10, 40, 10, RunLength.Unit.EPOCHS);

  @TempDir private Path folder;

  private static CommandSpec command(String name) {
    return Objects.requireNonNull(Main.commandLine(name).getSubcommands().get(name))
        .getCommandSpec();
  }

  @Test
  void aMissingVocabularyIsNamedWhereTheCommandHasAnOptionForIt() {
    var missing = new MissingVocabularyException("model: no vocabulary", List.of("a/b"));
    assertThat(OptionHint.message(missing, command("train")))
        .isEqualTo("model: no vocabulary (use --tokenizer or `jclip pull a/b`)");
    assertThat(OptionHint.message(missing, command("models"))).isEqualTo("model: no vocabulary");
  }

  @Test
  void whatIsNoCheckpointOfARunMayBeAModel() {
    assertThat(hint(() -> Resumption.read(folder, LENGTH, Map.of())))
        .startsWith(folder + ": expected a checkpoint of a run")
        .endsWith(" (use --pretrained)");
  }

  @Test
  void otherSettingsAreConfirmedByAnOption() throws Exception {
    Files.writeString(
        folder.resolve("training.json"),
        "{\"step\": 1, \"pass\": 0, \"entries\": 5, \"settings\": {\"seed\": \"1\"}}");
    Resumption other = Resumption.read(folder, LENGTH, Map.of("seed", "2"));
    assertThat(hint(other::requireSame))
        .contains("  seed: 1 → 2\n")
        .endsWith("go on with them by --change, or leave out the options that ask for them");
  }

  @ParameterizedTest
  @EnumSource(Remedy.class)
  void eachRemedyIsAnOptionOfTraining(Remedy remedy) {
    List<String> options = RemedyOptions.of(List.of(remedy));
    assertThat(options)
        .singleElement()
        .satisfies(option -> assertThat(command("train").findOption(option)).isNotNull());
  }

  private static String hint(Runnable fails) {
    try {
      fails.run();
    } catch (ClipException | IllegalArgumentException e) {
      return OptionHint.message(e, command("train"));
    }
    throw new AssertionError("nothing was thrown");
  }
}
