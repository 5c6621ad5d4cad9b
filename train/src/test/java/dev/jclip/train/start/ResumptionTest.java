package dev.jclip.train.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.train.schedule.RunLength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumptionTest {
  private static final RunLength LENGTH = new RunLength(10, 40, 10, RunLength.Unit.EPOCHS);

  @TempDir private Path checkpoint;

  private static Map<RunSetting, String> settings() {
    var settings = new EnumMap<RunSetting, String>(RunSetting.class);
    settings.put(RunSetting.DATA, "pairs.tsv");
    settings.put(RunSetting.SEED, "3");
    settings.put(RunSetting.PAIRS, "40");
    settings.put(RunSetting.COMPUTE, "ClipLoss");
    return settings;
  }

  /** The point at which the run with {@link #settings} had taken 6 of its steps. */
  private Resumption with(RunSetting changed, String value) throws IOException {
    Files.writeString(
        checkpoint.resolve("training.json"),
        """
        {"version": 2, "step": 6, "samples": 60, "pass": 1, "entries": 20,
         "length": {"steps": 10, "pairsPerEpoch": 40, "batchSize": 10, "unit": "EPOCHS"},
         "leg": {"step": 0, "position": 0, "epochs": 0},
         "settings": {"data": "pairs.tsv", "seed": "3", "pairs an epoch": "40", "compute": "ClipLoss"}}
        """);
    Map<RunSetting, String> settings = settings();
    settings.put(changed, value);
    return Resumption.read(checkpoint, LENGTH, RunSetting.labelled(settings));
  }

  @Test
  void theSameSettingsGoOnInTheMiddleOfThePass() throws Exception {
    Resumption same = with(RunSetting.DATA, "pairs.tsv");
    assertThatCode(same::requireSame).doesNotThrowAnyException();
    assertThat(same.isOnOtherData(true)).isFalse();
    assertThat(same.saved().data()).isEqualTo(new DataPosition(1, 20));
  }

  @Test
  void whatIsAnotherIsNamedWithBothValuesAndNoFlag() throws Exception {
    Resumption other = with(RunSetting.DATA, "more.tsv");
    assertThatThrownBy(other::requireSame)
        .isInstanceOf(ChangedSettingsException.class)
        .hasMessage(
            "%s was trained with other settings; from step 6 on there would be another\n"
                + "  data: pairs.tsv → more.tsv",
            checkpoint)
        .hasMessageNotContaining("--");
    assertThat(other.isOnOtherData(false)).isTrue();
    assertThat(other.withNewPass().saved().data()).isEqualTo(new DataPosition(2, 0));
    assertThat(other.withNewPass().saved().samples()).isEqualTo(60);
  }

  @Test
  void whatIsComputedMayChangeWithoutAConfirmation() throws Exception {
    Resumption other = with(RunSetting.COMPUTE, "SigLipLoss");
    assertThatCode(other::requireSame).doesNotThrowAnyException();
    assertThat(other.changes()).containsOnlyKeys("compute");
  }

  @Test
  void anotherCountOfPairsIsOtherDataOnlyWhereTheyWereCounted() throws Exception {
    Resumption other = with(RunSetting.PAIRS, "60");
    assertThat(other.isOnOtherData(true)).isTrue();
    assertThat(other.isOnOtherData(false)).isFalse();
    assertThatThrownBy(other::requireSame).hasMessageContaining("  pairs an epoch: 40 → 60");
    assertThat(with(RunSetting.SEED, "4").isOnOtherData(false)).isTrue();
  }
}
