package dev.jclip.model.siglip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.Precision;
import dev.jclip.config.json.OpenClipJson;
import dev.jclip.embed.Embeddings;
import dev.jclip.io.JsonFields;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.Tolerance;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A reference model of SigLIP, and what the peer computes from it. */
record SiglipCase(Path folder, Golden expected) {
  private static final Path COMMITTED = Path.of("src/test/resources/golden/siglip");
  static final double BOUND = 1e-5;

  static SiglipCase committed(String name) {
    return of(COMMITTED.resolve(name), "expected.safetensors");
  }

  static SiglipCase of(Path folder, String expected) {
    return new SiglipCase(folder, Golden.read(folder.resolve(expected)));
  }

  Checkpoint open() {
    return Checkpoint.open(folder, smallerTower(), OptionalInt.empty());
  }

  /** The architecture of a case whose timm model was made smaller than its name says. */
  private Optional<ClipConfig> smallerTower() {
    Path changes = folder.resolve("tower.json");
    if (!changes.toFile().exists()) {
      return Optional.empty();
    }
    return Optional.of(smaller(folder, JsonFields.read(changes)));
  }

  static ClipConfig smaller(Path folder, JsonFields changes) {
    JsonFields model =
        JsonFields.read(folder.resolve("open_clip_config.json")).requiredObject("model_cfg");
    SiglipVisionConfig named =
        TimmModel.of(model.requiredObject("vision_cfg").stringOr("timm_model_name", ""))
            .orElseThrow()
            .config();
    int width = changes.requiredInt("embed_dim");
    var blocks =
        new SiglipVisionConfig.Blocks(
            width,
            changes.requiredInt("depth"),
            changes.requiredInt("num_heads"),
            (int) (width * changes.requiredDouble("mlp_ratio")),
            named.blocks().activation(),
            named.blocks().layerNormEps());
    return new ClipConfig(
        model.requiredInt("embed_dim"),
        new SiglipVisionConfig(changes.requiredInt("img_size"), named.patchSize(), blocks),
        OpenClipJson.readText(model.requiredObject("text_cfg"), false),
        model.has("init_logit_bias"));
  }

  static ModelEncoder encoder(Checkpoint checkpoint, Precision precision) {
    return new ModelEncoder(
        checkpoint.config(),
        checkpoint.weightSource(),
        new PrecisionChoice.Fixed(precision),
        "cpu");
  }

  List<float[]> pixels() {
    float[] all = expected.floats("pixel_values");
    int each = all.length / expected.shape("pixel_values")[0];
    return Stream.iterate(0, from -> from < all.length, from -> from + each)
        .map(from -> Arrays.copyOfRange(all, from, from + each))
        .toList();
  }

  long[][] ids() {
    long[] all = expected.longs("input_ids");
    int length = expected.shape("input_ids")[1];
    return IntStream.range(0, all.length / length)
        .mapToObj(text -> Arrays.copyOfRange(all, text * length, (text + 1) * length))
        .toArray(long[][]::new);
  }

  void assertComputedBy(ModelEncoder encoder) {
    List<float[]> images = encoder.encodeImages(pixels());
    List<float[]> texts = encoder.encodeTexts(ids());
    close("image_features", images);
    close("text_features", texts);
    List<float[]> unitImages = Embeddings.normalizeAll(images);
    List<float[]> unitTexts = Embeddings.normalizeAll(texts);
    close("image_embeds", unitImages);
    close("text_embeds", unitTexts);
    List<float[]> logits =
        unitImages.stream()
            .map(image -> row(image, unitTexts, encoder.logitScale(), encoder.logitBias()))
            .toList();
    close("logits_per_image", logits);
    close("logits", logits);
    close("probabilities", logits.stream().map(SiglipCase::sigmoids).toList());
    close("vision_last_block", pixels(), pixels -> encoder.imageStates(pixels).last());
    close("text_last_hidden_state", List.of(ids()), ids -> encoder.textStates(ids).last());
    assertThat(encoder.config().logitBias()).isTrue();
  }

  private <T> void close(String name, List<T> inputs, Function<T, List<float[]>> states) {
    close(name, inputs.stream().flatMap(input -> states.apply(input).stream()).toList());
  }

  /** Compares what the case has a reference for. */
  private void close(String name, List<float[]> rows) {
    if (!expected.names().contains(name)) {
      return;
    }
    float[] all = new float[rows.size() * rows.getFirst().length];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.get(i);
      System.arraycopy(row, 0, all, i * row.length, row.length);
    }
    Tolerance.assertClose(name, all, expected.floats(name), BOUND);
  }

  private static float[] row(float[] image, List<float[]> texts, double scale, double bias) {
    float[] row = new float[texts.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (Math.exp(scale) * Embeddings.dot(image, texts.get(i)) + bias);
    }
    return row;
  }

  private static float[] sigmoids(float[] logits) {
    float[] sigmoids = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      sigmoids[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    return sigmoids;
  }
}
