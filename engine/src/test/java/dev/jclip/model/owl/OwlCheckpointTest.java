package dev.jclip.model.owl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.FamilyCheckpoint;
import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Weights;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.TensorToWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of OWL-ViT and OWLv2: read, refused, and written. */
class OwlCheckpointTest {
  private static final OwlFamily OWL = new OwlFamily();
  private static final Path PLAIN_CLIP = Path.of("src/test/resources/golden/models/end-to-end");

  private static PreprocessConfig preprocessing(FamilyCheckpoint<OwlConfig> checkpoint) {
    OwlConfig config = checkpoint.config();
    return checkpoint
        .preprocessing(OWL.imageProcessor(config), config.vision().imageSize())
        .orElseThrow();
  }

  private static void write(OwlCase golden, Path folder) {
    try (FamilyCheckpoint<OwlConfig> checkpoint = golden.open();
        Weights weights = checkpoint.weightSource().readAll()) {
      OwlConfig config = checkpoint.config();
      FamilyCheckpoint.writeTransformers(
          folder,
          weights,
          OWL.form(config),
          preprocessing(checkpoint),
          OWL.imageProcessor(config),
          DType.F32);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"owlvit-variant", "owlv2"})
  void writesTheTensorsAndSettingsThatItRead(String name, @TempDir Path folder) {
    OwlCase golden = OwlCase.of(name);
    write(golden, folder);
    try (StateDict written = StateDict.open(folder.resolve("model.safetensors"));
        StateDict read = StateDict.open(golden.folder().resolve("model.safetensors"))) {
      assertThat(written.names()).isEqualTo(read.names());
      for (String tensor : read.names()) {
        assertThat(written.get(tensor).shape()).as(tensor).isEqualTo(read.get(tensor).shape());
        assertThat(written.get(tensor).floats()).as(tensor).isEqualTo(read.get(tensor).floats());
      }
    }
    try (FamilyCheckpoint<OwlConfig> written = FamilyCheckpoint.open(folder, OWL);
        FamilyCheckpoint<OwlConfig> read = golden.open()) {
      assertThat(written.config()).isEqualTo(read.config());
      assertThat(preprocessing(written)).isEqualTo(preprocessing(read));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"owlvit-variant", "owlv2"})
  @EnabledIfEnvironmentVariable(named = "JCLIP_PYTHON", matches = ".+")
  void transformersComputesTheSameOfWhatIsWritten(String name, @TempDir Path folder)
      throws IOException, InterruptedException {
    OwlCase golden = OwlCase.of(name);
    write(golden, folder);
    Process process =
        new ProcessBuilder(
                System.getenv("JCLIP_PYTHON"),
                "src/test/python/check_written_owl.py",
                golden.folder().resolve("expected.safetensors").toString(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @ParameterizedTest
  @CsvSource({"OWL_VIT,153.2,32,768,{}", "OWL_V2,155.0,16,960,{'image_size':960}"})
  void absentSettingsAreThoseOfTheBaseModel(
      OwlConfig.Version version, double millions, int patchSize, int imageSize, String vision) {
    byte[] json =
        "{\"vision_config\":%s}"
            .formatted(vision.replace('\'', '"'))
            .getBytes(StandardCharsets.UTF_8);
    OwlConfig config = OwlHuggingFaceJson.read(JsonFields.parse(json, "config.json"), version);
    assertThat(config.vision().patchSize()).isEqualTo(patchSize);
    assertThat(config.vision().imageSize()).isEqualTo(imageSize);
    long numbers = OWL.parameters(config).stream().mapToLong(ParameterSpec::elementCount).sum();
    assertThat(numbers / 1e6).isCloseTo(millions, within(0.05));
    assertThat(config.towers().text().contextLength()).isEqualTo(16);
    assertThat(config.towers().text().padToken()).isZero();
  }

  @Test
  void squashesOrPadsAsTheModelWasTrained() {
    try (FamilyCheckpoint<OwlConfig> first = OwlCase.of("owlvit-variant").open();
        FamilyCheckpoint<OwlConfig> second = OwlCase.of("owlv2").open()) {
      assertThat(preprocessing(first).resize()).isEqualTo(new Resize.Squash(56, 56));
      assertThat(preprocessing(first)).isEqualTo(OWL.defaultPreprocessing(first.config()));
      assertThat(preprocessing(second).resize()).isEqualTo(new Resize.PaddedSquare(80, 0));
      assertThat(preprocessing(second)).isEqualTo(OWL.defaultPreprocessing(second.config()));
    }
  }

  @Test
  void positionsAreInterpolatedForLargerImages() {
    OwlCase golden = OwlCase.of("owlv2");
    FamilyCheckpoint<OwlConfig> larger =
        FamilyCheckpoint.open(golden.folder(), OWL, config -> config.withImageSize(112));
    try (Weights weights = larger.weightSource().readAll()) {
      assertThat(weights.parameter("visual.positional_embedding", 50, 64).size(0)).isEqualTo(50);
    } finally {
      larger.close();
    }
  }

  @Test
  void refusesWhatIsNoDetector(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> FamilyCheckpoint.open(PLAIN_CLIP, OWL))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("expected a model of OWL-ViT and OWLv2, found a model of CLIP");
    copy(OwlCase.of("owlv2"), folder, name -> name.contains("text_model"));
    assertThatThrownBy(() -> FamilyCheckpoint.open(folder, OWL))
        .hasMessageContaining("expected a model of OWL-ViT and OWLv2");
  }

  @Test
  void namesWhatIsMissing(@TempDir Path folder) throws IOException {
    copy(OwlCase.of("owlv2"), folder, name -> !name.startsWith("objectness_head."));
    try (FamilyCheckpoint<OwlConfig> opened = FamilyCheckpoint.open(folder, OWL)) {
      assertThatThrownBy(opened::weightSource)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("objectness_head.dense0.weight");
    }
    Path config = folder.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("\"owlv2\"", "\"owlvit\""));
    assertThatThrownBy(() -> FamilyCheckpoint.open(folder, OWL))
        .hasMessageContaining("model_type: expected owlv2");
    Files.delete(config);
    assertThatThrownBy(() -> FamilyCheckpoint.open(folder, OWL))
        .hasMessageContaining("there is no config.json");
  }

  @Test
  void aDetectorIsNoClip() {
    assertThatThrownBy(() -> Checkpoint.open(OwlCase.of("owlv2").folder()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("found an OWLv2 checkpoint");
  }

  /** Copies a case with some of its tensors. */
  private static void copy(OwlCase golden, Path folder, Predicate<String> tensors)
      throws IOException {
    Files.copy(golden.folder().resolve("config.json"), folder.resolve("config.json"));
    try (StateDict all = StateDict.open(golden.folder().resolve("model.safetensors"))) {
      List<TensorToWrite> kept =
          all.names().stream()
              .filter(tensors)
              .map(all::get)
              .map(
                  tensor ->
                      new TensorToWrite(
                          tensor.name(), tensor.dtype(), tensor.shape(), tensor::data))
              .toList();
      SafetensorsWriter.write(folder.resolve("model.safetensors"), kept, Map.of());
    }
  }
}
