package dev.jclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.DType;
import dev.jclip.config.Precision;
import dev.jclip.error.CheckpointException;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.StoredTensor;
import dev.jclip.weights.TensorToWrite;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models inside of something: names with a prefix, folders with modules. */
class CheckpointWrappersTest {
  @TempDir private Path folder;

  /** The model's files, every tensor's name with a prefix. */
  private static void write(Path folder, GoldenCase golden, String prefix) throws IOException {
    Files.createDirectories(folder);
    for (String config : new String[] {"config.json", "open_clip_config.json"}) {
      if (Files.exists(golden.folder().resolve(config))) {
        Files.copy(golden.folder().resolve(config), folder.resolve(config));
      }
    }
    try (StateDict plain = StateDict.open(WeightFiles.in(golden.folder()))) {
      SafetensorsWriter.write(
          folder.resolve("model.safetensors"),
          plain.tensors().values().stream()
              .filter(tensor -> tensor.dtype().isFloat())
              .map(
                  tensor ->
                      new TensorToWrite(
                          prefix + tensor.name(),
                          DType.F32,
                          tensor.shape(),
                          () -> MemorySegment.ofArray(floats(tensor))))
              .toList(),
          Map.of());
    }
  }

  private static float[] floats(StoredTensor tensor) {
    return tensor.floats();
  }

  private static void assertComputes(GoldenCase golden, Path location) {
    try (Checkpoint checkpoint = Checkpoint.open(location);
        var encoder =
            new ModelEncoder(
                checkpoint.config(),
                checkpoint.weightSource(),
                new PrecisionChoice.Fixed(Precision.F32),
                "cpu")) {
      golden.assertComputedBy(encoder);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hf-vit,_orig_mod.",
    "hf-vit,model.",
    "hf-vit,module.model.",
    "hf-vit,clip.",
    "hf-vit,module._orig_mod.anything.at_all.",
    "openclip-vit,model.",
    "openclip-coca-text,_orig_mod.module.",
    "openclip-resnet,net.0."
  })
  void aPrefixOfAllNamesIsLeftOut(String name, String prefix) throws IOException {
    GoldenCase golden = GoldenCase.committed(name);
    write(folder, golden, prefix);
    assertComputes(golden, folder);
    try (StateDict wrapped = StateDict.open(folder.resolve("model.safetensors"))) {
      StateDict plain = wrapped.withoutPrefix(wrapped.commonPrefix());
      assertThat(plain.leftOut()).isEqualTo(prefix);
    }
  }

  @Test
  void namesAreShownAsTheyAreWhereNoModelIsBehindThePrefix() throws IOException {
    GoldenCase golden = GoldenCase.committed("hf-vit");
    write(folder, golden, "model.layers.");
    Files.writeString(folder.resolve("config.json"), "{}");
    SafetensorsWriter.write(
        folder.resolve("model.safetensors"),
        List.of(
            new TensorToWrite(
                "model.layers.0.weight",
                DType.F32,
                new long[] {1},
                () -> MemorySegment.ofArray(new float[1]))),
        Map.of());
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("a language model")
        .hasMessageContaining("model.layers.0.weight");
  }

  private static final String MODULES =
      """
      [{"idx": 0, "name": "0", "path": "%s", "type": "sentence_transformers.models.CLIPModel"},
       {"idx": 1, "name": "1", "path": "1_Other", "type": "sentence_transformers.models.%s"}]
      """;

  @Test
  void sentenceTransformersSubFolderIsFound() throws IOException {
    GoldenCase golden = GoldenCase.committed("hf-vit");
    write(folder.resolve("0_CLIPModel"), golden, "");
    assertComputes(golden, folder);
    assertThat(Checkpoint.folderOf(folder)).isEqualTo(folder.resolve("0_CLIPModel"));
  }

  @Test
  void theSubFolderThatModulesNameIsFound() throws IOException {
    GoldenCase golden = GoldenCase.committed("hf-vit");
    write(folder.resolve("parts/of it"), golden, "");
    Files.writeString(
        folder.resolve("modules.json"), MODULES.formatted("parts/of it", "Normalize"));
    assertComputes(golden, folder);
  }

  @Test
  void aStepThatWouldChangeTheVectorsIsRefused() throws IOException {
    write(folder.resolve("0_CLIPModel"), GoldenCase.committed("hf-vit"), "");
    Files.writeString(folder.resolve("modules.json"), MODULES.formatted("0_CLIPModel", "Dense"));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("modules.json: [1].type: expected CLIPModel or Normalize")
        .hasMessageContaining("Dense");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "/", "absent", "a\\u0000b"})
  void modulesLeadNowhereElse(String path) throws IOException {
    Files.writeString(folder.resolve("modules.json"), MODULES.formatted(path, "Normalize"));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("modules.json")
        .hasMessageContaining("path: expected a sub-folder");
  }
}
