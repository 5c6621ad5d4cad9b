package dev.jclip.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
  @TempDir private Path folder;

  @Test
  void readsClipBenchmarksOwnRecords() throws IOException {
    Path file = folder.resolve("theirs.json");
    Files.writeString(
        file,
        "{\"dataset\": \"wds/x\", \"model\": \"ViT-B-32\", \"pretrained\": \"openai\", \"task\": \"zeroshot_classification\", \"metrics\": {\"acc1\": 0.5, \"acc5\": NaN}, \"language\": \"en\"}");
    RunRecord record = RunRecord.read(file);
    assertThat(record.metrics().get("acc1")).isEqualTo(0.5);
    assertThat(record.metrics().get("acc5")).isNaN();
    assertThat(record.fullName()).isEqualTo("ViT-B-32 openai");
  }

  @Test
  void otherFilesAreNamed() throws IOException {
    Path file = folder.resolve("other.json");
    Files.writeString(file, "{\"dataset\": 3}");
    assertThatThrownBy(() -> RunRecord.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("expected the JSON record of a run");
  }
}
