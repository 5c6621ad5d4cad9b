package dev.jclip.model.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.Precision;
import dev.jclip.embed.Embeddings;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.model.clip.ImageStates;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.testkit.Tolerance;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The inference form of the towers against the one that defines them. */
@Tag("kernels")
class PackedFormTest {
  private static final Path MODELS = Path.of("src/test/resources/golden/models");
  private static final int BATCH = 3;
  private static final double F32_BOUND = 2e-5;
  private static final double BF16_COSINE = 0.999;

  /** These towers are 32 channels wide or less; in wider ones the errors of 8 bits even out. */
  private static final double INT8_COSINE = 0.99;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf-vit",
        "openai-resnet",
        "openai-vit",
        "openclip-attentional-pool",
        "openclip-coca-text",
        "openclip-gap-nocausal",
        "openclip-layer-scale-tanh",
        "openclip-mean-before-norm",
        "openclip-resnet",
        "openclip-vit"
      })
  void computesWhatThePlainFormDoes(String name) {
    try (Checkpoint checkpoint = Checkpoint.open(MODELS.resolve(name));
        Weights weights = checkpoint.loadWeights();
        TensorScope _ = TensorScope.inference()) {
      ClipConfig config = checkpoint.config();
      var plain = new ClipModel(config, weights);
      List<float[]> pixels = pixels(config);
      long[][] ids = ids(config);
      int side = config.vision().imageSize();
      List<float[]> images =
          rows(plain.vision().forward(Tensors.of(flat(pixels), BATCH, 3, side, side)));
      List<float[]> texts = rows(plain.text().forward(Tensors.of(flat(ids), BATCH, ids[0].length)));

      try (var f32 = encoder(name, Precision.F32)) {
        assertClose("images", f32.encodeImages(pixels), images);
        assertClose("texts", f32.encodeTexts(ids), texts);
      }
      assertSimilar(name, Precision.BF16, BF16_COSINE, pixels, images, ids, texts);
      assertSimilar(name, Precision.INT8, INT8_COSINE, pixels, images, ids, texts);
    }
  }

  private static void assertSimilar(
      String name,
      Precision precision,
      double least,
      List<float[]> pixels,
      List<float[]> images,
      long[][] ids,
      List<float[]> texts) {
    try (var encoder = encoder(name, precision)) {
      assertThat(cosines(encoder.encodeImages(pixels), images)).allMatch(c -> c > least);
      assertThat(cosines(encoder.encodeTexts(ids), texts)).allMatch(c -> c > least);
    }
  }

  @ParameterizedTest
  @EnumSource
  void embeddingsDoNotDependOnTheirCompany(Precision precision) {
    try (var encoder = encoder("openclip-vit", precision)) {
      List<float[]> pixels = pixels(encoder.config());
      long[][] ids = ids(encoder.config());
      List<float[]> images = encoder.encodeImages(pixels);
      List<float[]> texts = encoder.encodeTexts(ids);
      for (int i = 0; i < BATCH; i++) {
        List<float[]> alone = pixels.subList(i, i + 1);
        assertClose("image", encoder.encodeImages(alone), images.subList(i, i + 1));
        assertClose("text", encoder.encodeTexts(new long[][] {ids[i]}), texts.subList(i, i + 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void statesOfAResNetAreNearThoseOfFloat32(Precision precision) {
    try (var exact = encoder("openai-resnet", Precision.F32);
        var encoder = encoder("openai-resnet", precision)) {
      float[] picture = pixels(exact.config()).getFirst();
      ImageStates expected = exact.imageStates(picture);
      ImageStates actual = encoder.imageStates(picture);
      assertThat(cosines(actual.last(), expected.last())).allMatch(c -> c > BF16_COSINE);
      assertThat(cosines(actual.patches(), expected.patches())).allMatch(c -> c > BF16_COSINE);
    }
  }

  private static ModelEncoder encoder(String name, Precision precision) {
    Checkpoint checkpoint = Checkpoint.open(MODELS.resolve(name));
    return new ModelEncoder(
        checkpoint.config(),
        checkpoint.weightSource(),
        new PrecisionChoice.Fixed(precision),
        "cpu");
  }

  private static List<float[]> pixels(ClipConfig config) {
    Random random = new Random(7);
    int side = config.vision().imageSize();
    return Stream.generate(() -> gaussians(random, 3 * side * side)).limit(BATCH).toList();
  }

  private static float[] gaussians(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Texts whose end tokens stand at different places. */
  private static long[][] ids(ClipConfig config) {
    Random random = new Random(8);
    int length = config.text().contextLength();
    int end = config.text().vocabSize() - 1;
    return Stream.of(length, 3, length / 2)
        .map(
            used -> {
              long[] ids = random.longs(length, 1, end).toArray();
              ids[used - 1] = end;
              Arrays.fill(ids, used, length, config.text().padToken());
              return ids;
            })
        .toArray(long[][]::new);
  }

  private static float[] flat(List<float[]> images) {
    float[] flat = new float[images.size() * images.getFirst().length];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, flat, i * images.get(i).length, images.get(i).length);
    }
    return flat;
  }

  private static long[] flat(long[][] rows) {
    return Stream.of(rows).flatMapToLong(LongStream::of).toArray();
  }

  private static List<float[]> rows(Tensor matrix) {
    return List.of(Tensors.rows(matrix));
  }

  private static void assertClose(String what, List<float[]> actual, List<float[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Tolerance.assertClose(what + " " + i, actual.get(i), expected.get(i), F32_BOUND);
    }
  }

  private static List<Double> cosines(List<float[]> actual, List<float[]> expected) {
    List<float[]> a = Embeddings.normalizeAll(actual);
    List<float[]> b = Embeddings.normalizeAll(expected);
    return IntStream.range(0, a.size()).mapToObj(i -> Embeddings.dot(a.get(i), b.get(i))).toList();
  }
}
