package dev.jclip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.DType;
import dev.jclip.config.Precision;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import dev.jclip.model.Layout;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Features and hidden states of checkpoints of every layout, against those of the peers. */
@Tag("slow")
class CheckpointGoldenTest {
  @ParameterizedTest
  @MethodSource("dev.jclip.checkpoint.GoldenCase#models")
  void computesThePeersFeatures(String name) throws IOException {
    assertEveryForm(GoldenCase.committed(name), Optional.empty(), OptionalInt.empty());
  }

  @ParameterizedTest
  @CsvSource({"hf-vit-resized,40", "openclip-vit-resized,40", "openclip-vit-shrunk,24"})
  void interpolatesPositionsAsThePeer(String name, int imageSize) throws IOException {
    assertEveryForm(GoldenCase.committed(name), Optional.empty(), OptionalInt.of(imageSize));
  }

  @Test
  void interpolatesPositionsWhereOpenClipsConfigurationSaysAnotherSize(@TempDir Path folder)
      throws IOException {
    GoldenCase golden = GoldenCase.committed("openclip-vit-resized");
    for (String name : List.of("open_clip_model.safetensors", "open_clip_config.json")) {
      Files.copy(golden.folder().resolve(name), folder.resolve(name));
    }
    Path config = folder.resolve("open_clip_config.json");
    String stored = "\"image_size\": 16";
    String json = Files.readString(config);
    assertThat(json).contains(stored);
    Files.writeString(config, json.replace(stored, "\"image_size\": 40"));
    try (Checkpoint checkpoint = Checkpoint.open(folder);
        var encoder = encoder(checkpoint)) {
      golden.assertComputedBy(encoder);
    }
    Files.writeString(config, json.replace(stored, "\"image_size\": 16000"));
    try (Checkpoint absurd = Checkpoint.open(folder)) {
      assertThatThrownBy(absurd::loadWeights)
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("visual.positional_embedding");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.jclip.checkpoint.GoldenCase#sharedModels")
  void computesTheSharedCases(String name) throws IOException {
    var golden = new GoldenCase(SharedData.require("golden").resolve(name));
    assertEveryForm(golden, Optional.empty(), OptionalInt.empty());
  }

  /** These two have four text heads of 16 channels, which no shape tells: OpenAI's have 64. */
  @ParameterizedTest
  @ValueSource(strings = {"openai-jit-resnet", "openai-jit-vit"})
  void computesTheSharedCasesOfOpenAi(String name) throws IOException {
    var golden = new GoldenCase(SharedData.require("golden").resolve(name));
    try (Checkpoint inferred = Checkpoint.open(golden.folder().resolve("state_dict.pt"))) {
      assertThat(inferred.layout()).isEqualTo(Layout.OPENAI);
      assertThat(inferred.config().text().heads()).isEqualTo(1);
      assertEveryForm(
          golden, Optional.of(withTextHeads(inferred.config(), 4)), OptionalInt.empty());
    }
  }

  static ClipConfig withTextHeads(ClipConfig config, int heads) {
    var model = OpenClipJson.write(config);
    var text = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) Objects.requireNonNull(model.get("text_cfg")))
        .forEach((field, value) -> text.put(field.toString(), value));
    text.put("heads", heads);
    model.put("text_cfg", text);
    byte[] json = JsonMapper.shared().writeValueAsBytes(model);
    return OpenClipJson.read(JsonFields.parse(json, "test"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf-vit",
        "hf-vit-legacy",
        "openclip-attentional-pool",
        "openclip-coca-text",
        "openclip-eos-bias",
        "openclip-gap-nocausal",
        "openclip-layer-scale-tanh",
        "openclip-resnet",
        "openai-vit"
      })
  void readsWhatItWrites(String name, @TempDir Path folder) {
    GoldenCase golden = GoldenCase.committed(name);
    try (Checkpoint checkpoint = Checkpoint.open(golden.folder());
        var encoder = encoder(checkpoint)) {
      var writer = new CheckpointWriter(checkpoint.config(), checkpoint.preprocessing(), DType.F32);
      encoder.readWeights(weights -> writer.writeOpenClip(folder, weights));
    }
    try (Checkpoint written = Checkpoint.open(folder);
        var encoder = encoder(written)) {
      assertThat(written.layout()).isEqualTo(Layout.OPEN_CLIP);
      golden.assertComputedBy(encoder);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf-vit", "hf-vit-legacy", "openclip-vit", "openai-vit"})
  void readsTheTransformersLayoutThatItWrites(String name, @TempDir Path folder)
      throws IOException {
    GoldenCase golden = GoldenCase.committed(name);
    try (Checkpoint checkpoint = Checkpoint.open(golden.folder());
        var encoder = encoder(checkpoint)) {
      var writer = new CheckpointWriter(checkpoint.config(), checkpoint.preprocessing(), DType.F32);
      encoder.readWeights(weights -> writer.writeTransformers(folder, weights));
    }
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("config.json", "model.safetensors", "preprocessor_config.json");
    try (Checkpoint written = Checkpoint.open(folder);
        var encoder = encoder(written)) {
      assertThat(written.layout()).isEqualTo(Layout.TRANSFORMERS);
      golden.assertComputedBy(encoder);
    }
  }

  private static void assertEveryForm(
      GoldenCase golden, Optional<ClipConfig> architecture, OptionalInt imageSize)
      throws IOException {
    for (Path form : golden.forms()) {
      try (Checkpoint checkpoint = Checkpoint.open(form, architecture, imageSize);
          var encoder = encoder(checkpoint)) {
        golden.assertComputedBy(encoder);
      }
    }
  }

  private static ModelEncoder encoder(Checkpoint checkpoint) {
    return new ModelEncoder(
        checkpoint.config(),
        checkpoint.weightSource(),
        new PrecisionChoice.Fixed(Precision.F32),
        "cpu");
  }
}
