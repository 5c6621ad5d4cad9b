package dev.jclip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jclip.config.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reference checkpoints, where they are: all forms of a case hold the same tensors. */
class SharedCheckpointsTest {
  private static final Path GOLDEN = Path.of(System.getProperty("jclip.shared", ""), "golden");
  private static final List<String> SUFFIXES = List.of(".safetensors", ".bin", ".pt");

  @BeforeEach
  void requireSharedFolder() {
    assumeTrue(Files.isDirectory(GOLDEN), () -> GOLDEN + " is not there");
  }

  @Test
  void allFormsOfACaseHoldTheSameTensors() throws IOException {
    Map<Path, Map<String, byte[]>> cases = new HashMap<>();
    int compared = 0;
    for (Path file : checkpoints()) {
      Map<String, byte[]> tensors = read(file);
      Map<String, byte[]> other = cases.putIfAbsent(file.getParent(), tensors);
      if (other != null) {
        compared++;
        assertThat(tensors.keySet()).as("names in %s", file).containsAll(other.keySet());
        other.forEach((name, bytes) -> assertThat(tensors.get(name)).as(name).isEqualTo(bytes));
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(6);
  }

  @Test
  void openAiArchivesAreTorchScript() {
    for (String name : List.of("openai-jit-vit", "openai-jit-resnet")) {
      try (StateDict state = StateDict.open(GOLDEN.resolve(name).resolve("model.pt"))) {
        assertThat(state.format()).isEqualTo(CheckpointFormat.TORCHSCRIPT);
        assertThat(state.get("visual.conv1.weight").dtype()).isEqualTo(DType.F16);
        assertThat(state.get("positional_embedding").dtype()).isEqualTo(DType.F32);
      }
    }
  }

  private static List<Path> checkpoints() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files
          .filter(file -> SUFFIXES.stream().anyMatch(file.toString()::endsWith))
          .filter(file -> !file.endsWith("expected.safetensors"))
          .sorted()
          .toList();
    }
  }

  private static Map<String, byte[]> read(Path file) {
    Map<String, byte[]> tensors = new HashMap<>();
    try (StateDict state = StateDict.open(file)) {
      assertThat(state.names()).as("names in %s", file).isNotEmpty();
      state.tensors().forEach((name, tensor) -> tensors.put(name, TestFiles.rowMajorBytes(tensor)));
    }
    return tensors;
  }
}
