package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.tensor.start.Engine;
import dev.jclip.testkit.ResidentMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Loading a large checkpoint, which {@code -Djclip.large=FOLDER} names, takes hardly more than its
 * size.
 */
@EnabledIfSystemProperty(named = "jclip.large", matches = ".+")
class LargeCheckpointTest {
  @Test
  void residentMemoryStaysNearTheFilesSize() throws IOException {
    Path folder = Path.of(System.getProperty("jclip.large"));
    long fileBytes;
    try (Stream<Path> files = Files.list(folder)) {
      fileBytes =
          files
              .filter(file -> file.toString().endsWith(".safetensors"))
              .mapToLong(file -> file.toFile().length())
              .sum();
    }
    Engine.start();
    long before = ResidentMemory.bytes();
    long start = System.nanoTime();
    try (Clip clip = Clip.load(folder)) {
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf(
          "loaded %d MB in %d ms: %d MB resident, %d MB at most, embedDim %d%n",
          fileBytes / 1_000_000,
          taken.toMillis(),
          ResidentMemory.bytes() / 1_000_000,
          ResidentMemory.peakBytes() / 1_000_000,
          clip.embedDim());
      assertThat(ResidentMemory.peakBytes() - before).isLessThanOrEqualTo(fileBytes * 105 / 100);
    }
  }
}
