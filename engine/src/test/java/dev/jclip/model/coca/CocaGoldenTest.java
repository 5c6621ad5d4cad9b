package dev.jclip.model.coca;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.CheckpointWriter;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.DType;
import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.embed.Embeddings;
import dev.jclip.generation.GeneratedText;
import dev.jclip.generation.TextGenerator;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.nn.Layers;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.Weights;
import dev.jclip.nn.fast.PackedLayers;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.SharedData;
import dev.jclip.testkit.Tolerance;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CoCa against open_clip: embeddings, scores of next tokens, and the ids that it generates. */
class CocaGoldenTest {
  private static final double BOUND = 1e-5;
  private static final long[] EACH = {0, 1, 2, 3};

  @ParameterizedTest
  @ValueSource(strings = {"coca-variant", "coca-no-pooler"})
  void computesThePeersEmbeddings(String name) {
    assertEmbeddings(CocaCase.committed(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"coca-variant", "coca-no-pooler"})
  @Tag("kernels")
  void scoresNextTokensAsThePeer(String name) {
    assertScores(CocaCase.committed(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"coca-variant", "coca-no-pooler"})
  @Tag("kernels")
  void generatesThePeersIds(String name) {
    assertGenerates(CocaCase.committed(name));
  }

  @Test
  void theSharedCaseOfThePublishedShapeIsThePeers() {
    var golden = new CocaCase(SharedData.require("golden-models").resolve("coca-vit"));
    assertEmbeddings(golden);
    assertScores(golden);
    assertGenerates(golden);
  }

  private static void assertEmbeddings(CocaCase golden) {
    Golden expected = golden.expected();
    try (Checkpoint checkpoint = golden.open();
        ModelEncoder encoder = CocaCase.encoder(checkpoint, Precision.F32)) {
      List<float[]> images = encoder.encodeImages(golden.pixels());
      List<float[]> texts =
          encoder.encodeTexts(
              Stream.of(golden.ids("input_ids"))
                  .map(row -> Arrays.stream(row).asLongStream().toArray())
                  .toArray(long[][]::new));
      assertRows(expected, "image_features_raw", images);
      assertRows(expected, "image_features", Embeddings.normalizeAll(images));
      assertRows(expected, "text_features_raw", texts);
      assertRows(expected, "text_features", Embeddings.normalizeAll(texts));
    }
  }

  private static void assertRows(Golden expected, String name, List<float[]> rows) {
    float[] all = expected.floats(name);
    int width = all.length / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      float[] row = Arrays.copyOfRange(all, i * width, (i + 1) * width);
      Tolerance.assertClose(name, rows.get(i), row, BOUND);
    }
  }

  private static void assertScores(CocaCase golden) {
    assertScores(golden, new PlainLayers());
    try (var packed = new PackedLayers(TowerPrecision.EXACT)) {
      assertScores(golden, packed);
    }
  }

  private static void assertScores(CocaCase golden, Layers layers) {
    Golden expected = golden.expected();
    try (Checkpoint checkpoint = golden.open();
        Weights weights = checkpoint.loadWeights();
        TensorScope _ = TensorScope.inference()) {
      ClipConfig config = checkpoint.config();
      Tensor tokens = describedTokens(config, weights, golden);
      Tensor first = tokens.narrow(1, 0, expected.shape("image_tokens")[1]);
      Tolerance.assertClose(
          "image_tokens", Tensors.floats(first), expected.floats("image_tokens"), BOUND);
      var model = new CaptionModel(config, weights, layers);
      int[][] ids = golden.ids("input_ids");
      try (ImageMemory images = model.remember(tokens);
          CaptionCache atOnce = model.newCache(ids[0].length);
          CaptionCache inSteps = model.newCache(ids[0].length)) {
        Tensor scores = model.all(ids, atOnce, images, EACH);
        Tensor forced = scores.narrow(1, 0, ids[0].length - 1L);
        Tolerance.assertClose("logits", Tensors.floats(forced), expected.floats("logits"), BOUND);
        Tolerance.assertClose(
            "logits_last_position",
            Tensors.floats(scores.select(1, -1)),
            expected.floats("logits_last_position"),
            BOUND);
        for (int i = 0; i < ids[0].length; i++) {
          Tensor next = model.next(column(ids, i), inSteps, images, EACH);
          Tolerance.assertClose(
              "logits of step " + i,
              Tensors.floats(next),
              Tensors.floats(scores.select(1, i)),
              BOUND);
        }
      }
    }
  }

  /** These layers are 48 channels wide; in wider ones the errors of fewer bits even out. */
  @ParameterizedTest
  @CsvSource({"coca-variant,BF16,0.02", "coca-variant,INT8,0.03", "coca-no-pooler,INT8,0.03"})
  @Tag("kernels")
  void fewerBitsGiveScoresNearThePeers(String name, Precision precision, double bound) {
    CocaCase golden = CocaCase.committed(name);
    Golden expected = golden.expected();
    try (Checkpoint checkpoint = golden.open();
        Weights weights = checkpoint.loadWeights();
        var layers = new PackedLayers(TowerPrecision.of(precision));
        TensorScope _ = TensorScope.inference()) {
      var model = new CaptionModel(checkpoint.config(), weights, layers);
      int[][] ids = golden.ids("step_ids");
      int steps = ids[0].length - 1;
      Tensor tokens = describedTokens(checkpoint.config(), weights, golden);
      try (ImageMemory images = model.remember(tokens);
          CaptionCache cache = model.newCache(steps)) {
        var scores = new Tensor[steps];
        for (int i = 0; i < steps; i++) {
          scores[i] = model.next(column(ids, i), cache, images, EACH).unsqueeze(1);
        }
        float[] all = Tensors.floats(Tensors.cat(1, scores));
        assertThat(Tolerance.relativeError(all, expected.floats("step_logits")))
            .isBetween(1e-4, bound);
      }
    }
  }

  private static Tensor describedTokens(ClipConfig config, Weights weights, CocaCase golden) {
    int side = config.vision().imageSize();
    float[] pixels = golden.expected().floats("pixel_values");
    var vision = new ClipModel(config, weights).vision();
    Tensor images = Tensors.of(pixels, EACH.length, 3, side, side);
    return vision.describedTokens(vision.hiddenStates(images).last());
  }

  private static int[][] column(int[][] ids, int column) {
    return Stream.of(ids).map(row -> new int[] {row[column]}).toArray(int[][]::new);
  }

  private static void assertGenerates(CocaCase golden) {
    try (Checkpoint checkpoint = golden.open();
        ModelEncoder encoder = CocaCase.encoder(checkpoint, Precision.F32)) {
      for (CocaCase.Run run : golden.runs()) {
        assertThat(generate(encoder, golden.pixels(), run)).as(run.name()).isEqualTo(run.ids());
      }
      assertThat(golden.runs()).hasSize(11);
    }
  }

  private static List<List<Integer>> generate(
      ModelEncoder encoder, List<float[]> images, CocaCase.Run run) {
    var generator = new TextGenerator(run.options(), CocaCase.END);
    return encoder
        .describe(
            images,
            run.options().longest(),
            model -> generator.generate(model, images.size(), run.prefix()))
        .stream()
        .map(texts -> texts.getFirst())
        .map(GeneratedText::ids)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"coca-variant", "coca-no-pooler"})
  void anImagesCaptionIsTheSameAloneAndAmongOthers(String name) {
    CocaCase golden = CocaCase.committed(name);
    try (Checkpoint checkpoint = golden.open();
        ModelEncoder encoder = CocaCase.encoder(checkpoint, Precision.F32)) {
      for (CocaCase.Run run : golden.runs()) {
        List<List<Integer>> alone =
            golden.pixels().stream()
                .map(image -> generate(encoder, List.of(image), run).getFirst())
                .toList();
        assertThat(alone).as(run.name()).isEqualTo(run.ids());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"coca-variant", "coca-no-pooler"})
  void readsWhatItWrites(String name, @TempDir Path folder) {
    CocaCase golden = CocaCase.committed(name);
    try (Checkpoint checkpoint = golden.open();
        Weights weights = checkpoint.loadWeights()) {
      new CheckpointWriter(checkpoint.config(), checkpoint.preprocessing(), DType.F32)
          .writeOpenClip(folder, weights);
    }
    try (Checkpoint written = Checkpoint.open(folder);
        Checkpoint original = golden.open();
        ModelEncoder encoder = CocaCase.encoder(written, Precision.F32)) {
      assertThat(written.config()).isEqualTo(original.config());
      CocaCase.Run greedy = golden.runs().getFirst();
      assertThat(generate(encoder, golden.pixels(), greedy)).isEqualTo(greedy.ids());
    }
  }
}
