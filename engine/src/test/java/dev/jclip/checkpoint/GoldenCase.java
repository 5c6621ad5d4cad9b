package dev.jclip.checkpoint;

import dev.jclip.embed.Embeddings;
import dev.jclip.model.clip.ImageStates;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A folder with a checkpoint and what its peer computed from it. */
record GoldenCase(Path folder) {
  private static final double BOUND = 1e-5;
  private static final List<String> NOT_WEIGHTS = List.of("expected.safetensors");

  /** The committed models, of every layout and variant, that are loaded as they are. */
  static Stream<String> models() {
    return Stream.of(
        "hf-vit",
        "hf-vit-gelu-sharded-bf16",
        "hf-vit-legacy",
        "openai-resnet",
        "openai-vit",
        "openclip-attentional-pool",
        "openclip-coca-text",
        "openclip-eos-bias",
        "openclip-gap-nocausal",
        "openclip-layer-scale-tanh",
        "openclip-mean-before-norm",
        "openclip-resnet",
        "openclip-vit",
        "openclip-vit-quickgelu-f16");
  }

  /** The shared models that say all of their architecture. */
  static Stream<String> sharedModels() {
    return Stream.of(
        "hf-vit-gelu",
        "hf-vit-legacy-eos",
        "hf-vit-quickgelu",
        "openclip-gap-nocausal",
        "openclip-resnet",
        "openclip-vit",
        "openclip-vit-quickgelu");
  }

  static GoldenCase committed(String name) {
    return new GoldenCase(Path.of("src/test/resources/golden/models", name));
  }

  /** All forms of the checkpoint: the folder, and each file with weights. */
  List<Path> forms() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Stream<Path> weights =
          files
              .filter(file -> !NOT_WEIGHTS.contains(file.getFileName().toString()))
              .filter(file -> file.toString().matches(".*\\.(pt|bin|index\\.json|safetensors)"))
              .filter(file -> !file.toString().matches(".*-of-\\d+\\.safetensors"));
      return Stream.concat(Stream.of(folder), weights.sorted()).toList();
    }
  }

  Golden expected() {
    return Golden.read(folder.resolve("expected.safetensors"));
  }

  /** Compares everything that the peer wrote down with what jclip computes. */
  void assertComputedBy(ModelEncoder encoder) {
    Golden expected = expected();
    float[] pixels = expected.floats("pixel_values");
    long[][] ids = rows(expected.longs("input_ids"), expected.shape("input_ids")[1]);
    if (expected.names().contains("image_embeds")) {
      assertUnitFeatures(encoder, expected, pixels, ids);
    } else {
      Tolerance.assertClose(
          "image features",
          flat(encoder.encodeImages(images(expected, pixels))),
          expected.floats("image_features"),
          BOUND);
      Tolerance.assertClose(
          "text features", flat(encoder.encodeTexts(ids)), expected.floats("text_features"), BOUND);
      float scale = (float) Math.exp(encoder.logitScale());
      Tolerance.assertClose(
          "logit scale", new float[] {scale}, expected.floats("logit_scale_exp"), BOUND);
    }
    if (expected.names().contains("vision_last_hidden_state")) {
      assertHiddenStates(encoder, expected, pixels, ids);
    }
  }

  private static void assertUnitFeatures(
      ModelEncoder encoder, Golden expected, float[] pixels, long[][] ids) {
    List<float[]> images = units(encoder.encodeImages(images(expected, pixels)));
    List<float[]> texts = units(encoder.encodeTexts(ids));
    Tolerance.assertClose("image embeddings", flat(images), expected.floats("image_embeds"), BOUND);
    Tolerance.assertClose("text embeddings", flat(texts), expected.floats("text_embeds"), BOUND);
    List<float[]> logits =
        images.stream()
            .map(
                image -> {
                  float[] row = new float[texts.size()];
                  for (int i = 0; i < row.length; i++) {
                    row[i] =
                        (float)
                            (Math.exp(encoder.logitScale()) * Embeddings.dot(image, texts.get(i)));
                  }
                  return row;
                })
            .toList();
    Tolerance.assertClose("logits", flat(logits), expected.floats("logits_per_image"), BOUND);
  }

  private static List<float[]> images(Golden expected, float[] pixels) {
    int perImage = pixels.length / expected.shape("pixel_values")[0];
    return Stream.iterate(0, from -> from < pixels.length, from -> from + perImage)
        .map(from -> Arrays.copyOfRange(pixels, from, from + perImage))
        .toList();
  }

  private static void assertHiddenStates(
      ModelEncoder encoder, Golden expected, float[] pixels, long[][] ids) {
    List<ImageStates> images = images(expected, pixels).stream().map(encoder::imageStates).toList();
    assertStates("vision_last_hidden_state", images, ImageStates::last, expected);
    assertStates("vision_penultimate", images, ImageStates::penultimate, expected);
    var texts = Arrays.stream(ids).map(encoder::textStates).toList();
    assertStates("text_last_hidden_state", texts, states -> states.last(), expected);
    assertStates("text_penultimate", texts, states -> states.penultimate(), expected);
  }

  private static <T> void assertStates(
      String name, List<T> states, Function<T, List<float[]>> part, Golden expected) {
    float[] all = flat(states.stream().flatMap(state -> part.apply(state).stream()).toList());
    Tolerance.assertClose(name, all, expected.floats(name), BOUND);
  }

  private static List<float[]> units(List<float[]> vectors) {
    return vectors.stream().map(Embeddings::normalize).toList();
  }

  static float[] flat(List<float[]> rows) {
    float[] all = new float[rows.stream().mapToInt(row -> row.length).sum()];
    int at = 0;
    for (float[] row : rows) {
      System.arraycopy(row, 0, all, at, row.length);
      at += row.length;
    }
    return all;
  }

  static long[][] rows(long[] values, int length) {
    long[][] rows = new long[values.length / length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, i * length, (i + 1) * length);
    }
    return rows;
  }
}
