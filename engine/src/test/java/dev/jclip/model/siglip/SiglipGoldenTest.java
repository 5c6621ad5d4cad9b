package dev.jclip.model.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.CheckpointWriter;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.DType;
import dev.jclip.config.Precision;
import dev.jclip.embed.Embeddings;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.Interpolation;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import dev.jclip.model.Layout;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.SharedData;
import dev.jclip.testkit.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SigLIP and SigLIP 2 in both layouts, against transformers and open_clip. */
class SiglipGoldenTest {
  private static final double BF16_COSINE = 0.999;

  /** These towers are 24 channels wide or less; in wider ones the errors of 8 bits even out. */
  private static final double INT8_COSINE = 0.99;

  @ParameterizedTest
  @ValueSource(strings = {"hf-siglip", "hf-siglip2", "openclip-siglip"})
  void computesThePeersFeaturesLogitsAndProbabilities(String name) {
    SiglipCase golden = SiglipCase.committed(name);
    try (Checkpoint checkpoint = golden.open();
        ModelEncoder encoder = SiglipCase.encoder(checkpoint, Precision.F32)) {
      golden.assertComputedBy(encoder);
    }
  }

  @Test
  void interpolatesPositionsAsThePeer() {
    SiglipCase golden =
        SiglipCase.of(SiglipCase.committed("hf-siglip").folder(), "resized.safetensors");
    try (Checkpoint checkpoint =
            Checkpoint.open(golden.folder(), Optional.empty(), OptionalInt.of(48));
        ModelEncoder encoder = SiglipCase.encoder(checkpoint, Precision.F32)) {
      golden.assertComputedBy(encoder);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"siglip", "siglip2"})
  void computesTheSharedCasesOfTransformers(String name) {
    Path folder = SharedData.require("golden-models").resolve(name);
    SiglipCase golden = SiglipCase.of(folder, "expected.safetensors");
    try (Checkpoint checkpoint = golden.open();
        ModelEncoder encoder = SiglipCase.encoder(checkpoint, Precision.F32)) {
      golden.assertComputedBy(encoder);
    }
  }

  @Test
  void computesTheSharedCaseOfOpenClip() {
    Path folder = SharedData.require("golden-models").resolve("openclip-siglip");
    SiglipCase golden = SiglipCase.of(folder, "expected.safetensors");
    JsonFields changes =
        JsonFields.read(folder.resolve("expected.json")).requiredObject("timm_overrides");
    ClipConfig smaller = SiglipCase.smaller(folder, changes);
    try (Checkpoint checkpoint =
            Checkpoint.open(folder, Optional.of(smaller), OptionalInt.empty());
        ModelEncoder encoder = SiglipCase.encoder(checkpoint, Precision.F32)) {
      List<float[]> images = encoder.encodeImages(golden.pixels());
      List<float[]> texts = encoder.encodeTexts(golden.ids());
      assertRows(golden, "image_features_raw", images);
      assertRows(golden, "text_features_raw", texts);
      assertRows(golden, "image_features", Embeddings.normalizeAll(images));
      assertRows(golden, "text_features", Embeddings.normalizeAll(texts));
      assertThat(encoder.logitBias()).isEqualTo((double) golden.expected().floats("logit_bias")[0]);
    }
  }

  private static void assertRows(SiglipCase golden, String name, List<float[]> rows) {
    float[] expected = golden.expected().floats(name);
    int width = expected.length / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      Tolerance.assertClose(
          name,
          rows.get(i),
          Arrays.copyOfRange(expected, i * width, (i + 1) * width),
          SiglipCase.BOUND);
    }
  }

  @Tag("kernels")
  @ParameterizedTest
  @ValueSource(strings = {"hf-siglip", "hf-siglip2", "openclip-siglip"})
  void theFastFormsComputeWhatThePlainOneDoes(String name) {
    SiglipCase golden = SiglipCase.committed(name);
    try (Checkpoint checkpoint = golden.open();
        Weights weights = checkpoint.loadWeights();
        TensorScope _ = TensorScope.inference()) {
      var plain = new ClipModel(checkpoint.config(), weights);
      int side = checkpoint.config().vision().imageSize();
      float[] pixels = golden.expected().floats("pixel_values");
      Tensor images =
          plain.vision().forward(Tensors.of(pixels, golden.pixels().size(), 3, side, side));
      long[] ids = golden.expected().longs("input_ids");
      int texts = golden.ids().length;
      Tensor textFeatures = plain.text().forward(Tensors.of(ids, texts, ids.length / texts));
      assertRows(golden, "image_features", List.of(Tensors.rows(images)));
      assertRows(golden, "text_features", List.of(Tensors.rows(textFeatures)));
    }
    assertNear(golden, Precision.BF16, BF16_COSINE);
    assertNear(golden, Precision.INT8, INT8_COSINE);
  }

  private static void assertNear(SiglipCase golden, Precision precision, double least) {
    try (Checkpoint checkpoint = golden.open();
        ModelEncoder encoder = SiglipCase.encoder(checkpoint, precision);
        Checkpoint again = golden.open();
        ModelEncoder exact = SiglipCase.encoder(again, Precision.F32)) {
      assertCosines(
          encoder.encodeImages(golden.pixels()), exact.encodeImages(golden.pixels()), least);
      assertCosines(encoder.encodeTexts(golden.ids()), exact.encodeTexts(golden.ids()), least);
    }
  }

  private static void assertCosines(List<float[]> rounded, List<float[]> exact, double least) {
    for (int i = 0; i < exact.size(); i++) {
      float[] a = Embeddings.normalize(rounded.get(i));
      float[] b = Embeddings.normalize(exact.get(i));
      assertThat(a).isNotEqualTo(b);
      assertThat(Embeddings.dot(a, b)).isGreaterThan(least);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf-siglip", "hf-siglip2", "openclip-siglip"})
  void readsTheTransformersLayoutThatItWrites(String name, @TempDir Path folder) {
    SiglipCase golden = SiglipCase.committed(name);
    try (Checkpoint checkpoint = golden.open();
        Weights weights = checkpoint.loadWeights()) {
      new CheckpointWriter(checkpoint.config(), checkpoint.preprocessing(), DType.F32)
          .writeTransformers(folder, weights);
    }
    try (Checkpoint written = Checkpoint.open(folder);
        ModelEncoder encoder = SiglipCase.encoder(written, Precision.F32)) {
      assertThat(written.layout()).isEqualTo(Layout.TRANSFORMERS);
      new SiglipCase(folder, golden.expected()).assertComputedBy(encoder);
    }
  }

  @Test
  void refusesToWriteATowerThatOpenClipDoesNotHave(@TempDir Path folder) {
    try (Checkpoint checkpoint = SiglipCase.committed("hf-siglip").open();
        Weights weights = checkpoint.loadWeights()) {
      var writer = new CheckpointWriter(checkpoint.config(), checkpoint.preprocessing(), DType.F32);
      assertThatThrownBy(() -> writer.writeOpenClip(folder.resolve("new"), weights))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("timm")
          .hasMessageContaining("write the transformers layout");
      assertThat(folder.resolve("new")).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource({"hf-siglip,32", "openclip-siglip,32"})
  void imagesAreSquashedAndBroughtToMinusOneToOne(String name, int side) {
    try (Checkpoint checkpoint = SiglipCase.committed(name).open()) {
      var preprocessing = checkpoint.preprocessing();
      assertThat(preprocessing.resize()).isEqualTo(new Resize.Squash(side, side));
      assertThat(preprocessing.interpolation()).isEqualTo(Interpolation.BICUBIC);
      assertThat(preprocessing.mean()).containsExactly(0.5f, 0.5f, 0.5f);
      assertThat(preprocessing.std()).containsExactly(0.5f, 0.5f, 0.5f);
    }
  }

  @Test
  void theFilterIsTheOneThatTheSettingsName(@TempDir Path folder) throws IOException {
    copy(SiglipCase.committed("hf-siglip").folder(), folder);
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        "{\"resample\": 2, \"size\": {\"height\": 32, \"width\": 32}}");
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      assertThat(checkpoint.preprocessing().interpolation()).isEqualTo(Interpolation.BILINEAR);
      assertThat(checkpoint.preprocessing().mean()).containsExactly(0.5f, 0.5f, 0.5f);
    }
  }

  @Test
  void refusesWhatIsNotThisFamily(@TempDir Path folder) throws IOException {
    copy(SiglipCase.committed("hf-siglip").folder(), folder);
    Path config = folder.resolve("config.json");
    String json = Files.readString(config);
    Files.writeString(config, json.replace("\"siglip\"", "\"siglip2\""));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("NaFlex")
        .hasMessageContaining("google/siglip2-base-patch16-224");
    Files.writeString(config, json.replace("\"siglip\"", "\"clip\""));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .hasMessageContaining("model_type: expected siglip");
    Files.writeString(config, json.replace("\"hidden_size\": 24", "\"hidden_size\": 26"));
    assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessageContaining("heads");
    Files.delete(config);
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .hasMessageContaining("there is no config.json");
  }

  @Test
  void refusesTowersThatTimmNamesOtherwise(@TempDir Path folder) throws IOException {
    copy(SiglipCase.committed("openclip-siglip").folder(), folder);
    Path config = folder.resolve("open_clip_config.json");
    String json = Files.readString(config);
    Files.writeString(config, json.replace("siglip_224", "siglip_gap_224"));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("timm_model_name")
        .hasMessageContaining("vit_base_patch16_siglip_224");
    Files.writeString(config, json.replace("\"map\"", "\"avg\""));
    assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessageContaining("timm_pool");
    Files.writeString(config, json);
    assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessageContaining("embed_dim");
    Files.writeString(config, json.replace("\"embed_dim\": 24", "\"embed_dim\": 768"));
    try (Checkpoint named = Checkpoint.open(folder)) {
      assertThatThrownBy(named::weightSource)
          .hasMessageContaining("visual.trunk.pos_embed")
          .hasMessageContaining("expected [1, 4, 768], found [1, 4, 24]");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }
}
