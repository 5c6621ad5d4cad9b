package dev.jclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.jclip.error.CheckpointException;
import dev.jclip.testkit.ResidentMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small file whose configuration tells of a huge model is refused before memory is taken. */
class HugeConfigurationTest {
  private static final Path MODEL = Path.of("src/test/resources/golden/models/openclip-vit");
  private static final long ALLOWANCE = 64L << 20;

  @BeforeAll
  static void startTheEngine() {
    load(MODEL.resolve("open_clip_model.safetensors"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"layers\": 2, | \"layers\": 1024,",
        "\"layers\": 2, | \"layers\": 2147483647,",
        "\"width\": 32, | \"width\": 65536,",
        "\"image_size\": 16, | \"image_size\": 16384,",
        "\"patch_size\": 8, | \"patch_size\": 1,",
        "\"layers\": 2, | \"layers\": [1024, 1024, 1024, 1024],",
        "\"vocab_size\": 64, | \"vocab_size\": 16777216,",
        "\"context_length\": 12, | \"context_length\": 65536,"
      })
  void isRefusedBeforeMemoryIsTaken(String real, String huge, @TempDir Path folder)
      throws IOException {
    String config = Files.readString(MODEL.resolve("open_clip_config.json"));
    assertThat(config).contains(real);
    Files.writeString(
        folder.resolve("open_clip_config.json"), config.replaceFirst(Pattern.quote(real), huge));
    String weights = "open_clip_model.safetensors";
    Files.copy(MODEL.resolve(weights), folder.resolve(weights));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long heap = threads.getCurrentThreadAllocatedBytes();
    long resident = ResidentMemory.peakBytes();
    assertThatThrownBy(() -> load(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(folder.toString());
    assertThat(threads.getCurrentThreadAllocatedBytes() - heap)
        .as("bytes of heap for %s", huge)
        .isLessThan(ALLOWANCE);
    assertThat(ResidentMemory.peakBytes() - resident).as("resident").isLessThan(ALLOWANCE);
  }

  private static void load(Path model) {
    try (Checkpoint checkpoint = Checkpoint.open(model)) {
      checkpoint.loadWeights().close();
    }
  }
}
