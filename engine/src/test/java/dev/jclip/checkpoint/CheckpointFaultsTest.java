package dev.jclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.StoredTensor;
import dev.jclip.weights.TensorToWrite;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of checkpoints that do not fit. */
class CheckpointFaultsTest {
  private static final Path GOLDEN = GoldenCase.committed("hf-vit").folder();

  @TempDir private Path folder;

  @BeforeEach
  void copyConfig() throws IOException {
    Files.copy(GOLDEN.resolve("config.json"), folder.resolve("config.json"));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Tensor(String name, long[] shape) {
    TensorToWrite toWrite() {
      long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
      return new TensorToWrite(
          name, DType.F32, shape, () -> MemorySegment.ofArray(new float[Math.toIntExact(count)]));
    }
  }

  private void write(UnaryOperator<List<Tensor>> change) {
    var tensors = new ArrayList<Tensor>();
    try (StateDict source = StateDict.open(GOLDEN.resolve("model.safetensors"))) {
      for (StoredTensor tensor : source.tensors().values()) {
        tensors.add(new Tensor(tensor.name(), tensor.shape()));
      }
    }
    SafetensorsWriter.write(
        folder.resolve("model.safetensors"),
        change.apply(tensors).stream().map(Tensor::toWrite).toList(),
        Map.of());
  }

  private void loadWeights() {
    try (Checkpoint checkpoint = Checkpoint.open(folder);
        var weights = checkpoint.loadWeights()) {
      assertThat(weights.tensors()).isNotEmpty();
    }
  }

  @Test
  void namesMissingKeys() {
    write(
        tensors -> {
          tensors.removeIf(tensor -> tensor.name().equals("logit_scale"));
          return tensors;
        });
    assertThatThrownBy(this::loadWeights)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining("logit_scale: expected [], but the key is missing");
  }

  @Test
  void namesSurplusKeys() {
    write(
        tensors -> {
          tensors.add(new Tensor("text_model.extra.weight", new long[] {2, 3}));
          return tensors;
        });
    assertThatThrownBy(this::loadWeights)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "text_model.extra.weight [2, 3]: the architecture has no such tensor");
  }

  @Test
  void namesBothShapes() {
    write(
        tensors ->
            tensors.stream()
                .map(
                    tensor ->
                        tensor.name().equals("visual_projection.weight")
                            ? new Tensor(tensor.name(), new long[] {24, 33})
                            : tensor)
                .toList());
    assertThatThrownBy(this::loadWeights)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("visual_projection.weight: expected [24, 32], found [24, 33]");
  }

  @Test
  void positionIdsAreNoSurplus() {
    write(
        tensors -> {
          tensors.add(new Tensor("text_model.embeddings.position_ids", new long[] {1, 12}));
          return tensors;
        });
    loadWeights();
  }

  @ParameterizedTest
  @CsvSource({
    "text_model.,only the text tower of CLIP",
    "vision_model.,only the image tower of CLIP",
  })
  void saysWhichTowerIsThere(String kept, String message) {
    write(tensors -> tensors.stream().filter(tensor -> tensor.name().startsWith(kept)).toList());
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "model.diffusion_model.input_blocks.0.weight,a Stable Diffusion checkpoint",
    "bert.embeddings.word_embeddings.weight,a BERT checkpoint",
    "something.weight,an unknown model",
    "text_decoder.ln_final.weight,a CoCa with a foreign tower"
  })
  void saysWhatAForeignCheckpointIs(String key, String message) {
    write(_ -> List.of(new Tensor(key, new long[] {2})));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(key);
  }

  @Test
  void saysThatAFolderHoldsNoCheckpoint(@TempDir Path empty) throws IOException {
    assertThatThrownBy(() -> Checkpoint.open(empty))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("found no files");
    Files.writeString(empty.resolve("notes.txt"), "nothing");
    assertThatThrownBy(() -> Checkpoint.open(empty))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("found only notes.txt");
  }

  @Test
  void asksWhichOfSeveralCheckpoints() throws IOException {
    Path weights = GOLDEN.resolve("model.safetensors");
    Files.copy(weights, folder.resolve("a.bin"));
    Files.copy(weights, folder.resolve("b.bin"));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("a.bin, b.bin; name the file itself");
    Files.delete(folder.resolve("b.bin"));
    loadWeights();
  }

  @Test
  void missesTheConfigOfTransformersWeights(@TempDir Path bare) throws IOException {
    Files.copy(GOLDEN.resolve("model.safetensors"), bare.resolve("model.safetensors"));
    assertThatThrownBy(() -> Checkpoint.open(bare))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no config.json beside them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"model_type\": \"clip\";\"model_type\": \"bert\";expected clip, found bert",
        "\"model_type\": \"clip\";\"model_type\": \"clip_text_model\";only the text tower",
        "\"hidden_size\": 32;\"hidden_size\": 100000000;expected a value in 1..65536",
        "\"num_hidden_layers\": 2;\"num_hidden_layers\": \"two\";expected a whole number",
        "\"hidden_act\": \"quick_gelu\";\"hidden_act\": \"swish\";hidden_act: expected quick_gelu",
        "\"num_hidden_layers\": 2;\"num_hidden_layers\": 900;and",
      })
  void readsConfigsWithSuspicion(String before, String after, String message) throws IOException {
    Files.copy(GOLDEN.resolve("model.safetensors"), folder.resolve("model.safetensors"));
    Path config = folder.resolve("config.json");
    String json = Files.readString(config);
    assertThat(json).contains(before);
    Files.writeString(config, json.replace(before, after));
    assertThatThrownBy(this::loadWeights)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message);
  }
}
