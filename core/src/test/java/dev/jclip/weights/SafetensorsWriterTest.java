package dev.jclip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  private static final long[] ONE = {1};

  @TempDir private Path folder;

  @Test
  void aFileOfTheReferenceIsReproducedByteForByte() throws IOException {
    Path reference = TestFiles.file("plain.safetensors");
    Path copy = folder.resolve("copy.safetensors");
    try (StateDict state = StateDict.open(reference)) {
      List<TensorToWrite> tensors =
          state.tensors().values().stream()
              .map(t -> new TensorToWrite(t.name(), t.dtype(), t.shape(), t::data))
              .sorted((a, b) -> b.name().compareTo(a.name()))
              .toList();
      SafetensorsWriter.write(copy, tensors, state.metadata());
    }
    assertThat(copy).hasSameBinaryContentAs(reference);
  }

  @Test
  void tensorsAboveTheSizeAreShared() throws IOException {
    List<TensorToWrite> tensors =
        List.of(floats("d", 2), floats("a", 5), floats("c", 1), floats("b", 1), floats("e", 2));
    Path index =
        SafetensorsWriter.writeSharded(folder, "model", tensors, Map.of("format", "pt"), 16);
    assertThat(index).hasFileName("model.safetensors.index.json");
    assertThat(names())
        .containsExactly(
            "model-00001-of-00003.safetensors",
            "model-00002-of-00003.safetensors",
            "model-00003-of-00003.safetensors",
            "model.safetensors.index.json");
    assertThat(Files.readString(index)).contains("\"total_size\" : 44");
    try (StateDict state = StateDict.open(index)) {
      assertThat(state.names()).containsExactly("a", "b", "c", "d", "e");
      assertThat(state.get("a").file()).hasFileName("model-00001-of-00003.safetensors");
      assertThat(state.get("b").file()).hasFileName("model-00002-of-00003.safetensors");
      assertThat(state.get("e").file()).hasFileName("model-00003-of-00003.safetensors");
      assertThat(state.get("a").floats()).containsExactly(5, 5, 5, 5, 5);
      assertThat(state.metadata()).containsEntry("format", "pt");
    }
  }

  @Test
  void tensorsBelowTheSizeMakeOneFile() throws IOException {
    Path file =
        SafetensorsWriter.writeSharded(
            folder,
            "model",
            List.of(floats("a", 2)),
            Map.of(),
            SafetensorsWriter.DEFAULT_SHARD_BYTES);
    assertThat(file).hasFileName("model.safetensors");
    assertThat(names()).containsExactly("model.safetensors");
  }

  @Test
  void whatFailsHalfwayLeavesTheOldFileAndNoOther() throws IOException {
    Path file = folder.resolve("model.safetensors");
    TestFiles.writeFloats(file, "old", 1, 2);
    TensorToWrite failing =
        new TensorToWrite(
            "z",
            DType.F32,
            ONE,
            () -> {
              throw new IllegalStateException("no bytes");
            });
    assertThatThrownBy(
            () -> SafetensorsWriter.write(file, List.of(floats("a", 2), failing), Map.of()))
        .hasMessage("no bytes");
    assertThat(names()).containsExactly("model.safetensors");
    try (StateDict state = StateDict.open(file)) {
      assertThat(state.get("old").floats()).containsExactly(1, 2);
    }
  }

  @Test
  void mistakesOfTheCallerAreNamed() {
    Path file = folder.resolve("f");
    MemorySegment four = MemorySegment.ofArray(new byte[4]);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SafetensorsWriter.write(file, List.of(floats("a", 1), floats("a", 1)), Map.of()))
        .withMessageContaining("a: expected once");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SafetensorsWriter.write(
                    file, List.of(new TensorToWrite("a", DType.F64, ONE, () -> four)), Map.of()))
        .withMessageContaining("a: expected 8 bytes, found 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TensorToWrite("__metadata__", DType.F32, ONE, () -> four));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TensorToWrite("a", DType.F32, new long[] {-1}, () -> four))
        .withMessageContaining("sizes from 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SafetensorsWriter.writeSharded(folder, "m", List.of(), Map.of(), 0));
    assertThat(file).doesNotExist();
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    Path file = folder.resolve("absent").resolve("f");
    assertThatThrownBy(() -> TestFiles.writeFloats(file, "a", 1))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(file.toString(), "cannot be written");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** A tensor that holds its length as often as it is long. */
  private static TensorToWrite floats(String name, int length) {
    float[] values = new float[length];
    Arrays.fill(values, length);
    return TestFiles.tensor(name, values);
  }
}
