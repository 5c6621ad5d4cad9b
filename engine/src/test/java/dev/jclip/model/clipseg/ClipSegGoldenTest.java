package dev.jclip.model.clipseg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.FamilyCheckpoint;
import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.SharedData;
import dev.jclip.testkit.Tolerance;
import dev.jclip.weights.StateDict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CLIPSeg against transformers. */
class ClipSegGoldenTest {
  private static final ClipSegFamily FAMILY = new ClipSegFamily();
  private static final double BOUND = 1e-5;

  private static Path folder(String name) {
    Path committed = Path.of("src/test/resources/golden/clipseg").resolve(name);
    return Files.isDirectory(committed)
        ? committed
        : SharedData.require("golden-models").resolve(name);
  }

  private static Tensor tensor(Golden golden, String name) {
    int[] shape = golden.shape(name);
    return Tensors.of(golden.floats(name), shape[0], shape[1], shape[2], shape[3]);
  }

  private static void assertMasks(
      ClipSegModel model, Golden golden, String pixels, Tensor prompts, String logits) {
    Tensor images = tensor(golden, pixels);
    Tensor masks = model.masks(model.states(images), prompts, images.size(2));
    assertThat(Tensors.shape(masks))
        .containsExactly(images.size(0), images.size(2), images.size(3));
    Tolerance.assertClose(logits, Tensors.floats(masks), golden.floats(logits), BOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clipseg", "clipseg-refined"})
  void masksAreThoseOfTransformers(String name) {
    Path folder = folder(name);
    Golden golden = Golden.read(folder.resolve("expected.safetensors"));
    try (FamilyCheckpoint<ClipSegConfig> checkpoint = FamilyCheckpoint.open(folder, FAMILY);
        Weights weights = checkpoint.weightSource().readAll();
        TensorScope _ = TensorScope.inference()) {
      var model = new ClipSegModel(checkpoint.config(), weights, new PlainLayers());
      var clip = new ClipModel(checkpoint.config().towers(), weights);
      int[] shape = golden.shape("input_ids");
      Tensor texts = clip.text().forward(Tensors.of(golden.longs("input_ids"), shape[0], shape[1]));
      Tolerance.assertClose(
          "conditional_embeddings",
          Tensors.floats(texts),
          golden.floats("conditional_embeddings"),
          BOUND);
      assertMasks(model, golden, "pixel_values", texts, "logits");
      assertMasks(model, golden, "pixel_values_native", texts, "logits_native");
      Tensor examples =
          clip.vision().forward(tensor(golden, "pixel_values_native")).flip(new long[] {0});
      Tolerance.assertClose(
          "image_conditional_embeddings",
          Tensors.floats(examples),
          golden.floats("image_conditional_embeddings"),
          BOUND);
      assertMasks(model, golden, "pixel_values", examples, "image_conditional_logits");
    }
  }

  @Test
  void oneImageIsAskedAboutMoreThanOnce() {
    Path folder = folder("clipseg");
    Golden golden = Golden.read(folder.resolve("expected.safetensors"));
    try (FamilyCheckpoint<ClipSegConfig> checkpoint = FamilyCheckpoint.open(folder, FAMILY);
        Weights weights = checkpoint.weightSource().readAll();
        TensorScope _ = TensorScope.inference()) {
      var model = new ClipSegModel(checkpoint.config(), weights, new PlainLayers());
      int[] shape = golden.shape("conditional_embeddings");
      Tensor prompts = Tensors.of(golden.floats("conditional_embeddings"), shape[0], shape[1]);
      Tensor image = tensor(golden, "pixel_values").narrow(0, 0, 1);
      Tensor masks = model.masks(model.states(image), prompts, 80);
      assertThat(masks.size(0)).isEqualTo(3);
      float[] first = Tensors.floats(masks.select(0, 0));
      float[] all = golden.floats("logits");
      Tolerance.assertClose("first mask", first, Arrays.copyOf(all, first.length), BOUND);
    }
  }

  private static PreprocessConfig preprocessing(FamilyCheckpoint<ClipSegConfig> checkpoint) {
    return checkpoint.preprocessing(ClipSegFamily.IMAGE_PROCESSOR, 80).orElseThrow();
  }

  private static void write(Path from, Path to) {
    try (FamilyCheckpoint<ClipSegConfig> checkpoint = FamilyCheckpoint.open(from, FAMILY);
        Weights weights = checkpoint.weightSource().readAll()) {
      FamilyCheckpoint.writeTransformers(
          to,
          weights,
          FAMILY.form(checkpoint.config()),
          preprocessing(checkpoint),
          ClipSegFamily.IMAGE_PROCESSOR,
          DType.F32);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clipseg", "clipseg-refined"})
  void writesTheTensorsAndSettingsThatItRead(String name, @TempDir Path to) {
    Path from = folder(name);
    write(from, to);
    try (StateDict written = StateDict.open(to.resolve("model.safetensors"));
        StateDict read = StateDict.open(from.resolve("model.safetensors"))) {
      assertThat(written.names()).isEqualTo(read.names());
      for (String tensor : read.names()) {
        assertThat(written.get(tensor).floats()).as(tensor).isEqualTo(read.get(tensor).floats());
      }
    }
    try (FamilyCheckpoint<ClipSegConfig> written = FamilyCheckpoint.open(to, FAMILY);
        FamilyCheckpoint<ClipSegConfig> read = FamilyCheckpoint.open(from, FAMILY)) {
      assertThat(written.config()).isEqualTo(read.config());
      PreprocessConfig images = preprocessing(written);
      assertThat(images).isEqualTo(preprocessing(read));
      assertThat(images.resize()).isEqualTo(new Resize.Squash(80, 80));
      assertThat(images.interpolation()).isEqualTo(Interpolation.BILINEAR);
      assertThat(images.mean()).containsExactly(0.485f, 0.456f, 0.406f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clipseg", "clipseg-refined"})
  @EnabledIfEnvironmentVariable(named = "JCLIP_PYTHON", matches = ".+")
  void transformersComputesTheSameOfWhatIsWritten(String name, @TempDir Path to)
      throws IOException, InterruptedException {
    write(folder(name), to);
    Process process =
        new ProcessBuilder(
                System.getenv("JCLIP_PYTHON"),
                "src/test/python/check_written_clipseg.py",
                folder(name).resolve("expected.safetensors").toString(),
                to.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void refusesWhatIsNoClipSeg(@TempDir Path to) throws IOException {
    assertThatThrownBy(
            () ->
                FamilyCheckpoint.open(
                    Path.of("src/test/resources/golden/models/end-to-end"), FAMILY))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("expected a model of CLIPSeg, found a model of CLIP");
    assertThatThrownBy(() -> Checkpoint.open(folder("clipseg")))
        .hasMessageContaining("found a CLIPSeg checkpoint");
    Path config = to.resolve("config.json");
    Files.copy(folder("clipseg").resolve("model.safetensors"), to.resolve("model.safetensors"));
    assertThatThrownBy(() -> FamilyCheckpoint.open(to, FAMILY))
        .hasMessageContaining("there is no config.json");
    String json = Files.readString(folder("clipseg").resolve("config.json"));
    Files.writeString(config, json.replaceFirst("(\"extract_layers\": \\[\\s*)0", "$17"));
    assertThatThrownBy(() -> FamilyCheckpoint.open(to, FAMILY))
        .hasMessageContaining("extract_layers: expected rising numbers of the 5 blocks");
    Files.writeString(config, json.replace("\"clipseg\"", "\"clip\""));
    assertThatThrownBy(() -> FamilyCheckpoint.open(to, FAMILY))
        .hasMessageContaining("model_type: expected clipseg");
  }
}
