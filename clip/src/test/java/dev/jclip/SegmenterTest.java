package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.config.DType;
import dev.jclip.config.Precision;
import dev.jclip.detect.Mask;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.RgbImage;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The front door of CLIPSeg, against transformers. */
class SegmenterTest {
  private static final Path MODELS = Path.of("../engine/src/test/resources/golden/clipseg");
  private static final List<String> QUERIES = List.of("a cat", "the red ball");
  private static final double BOUND = 1e-5;

  private static Segmenter load(String name, Precision precision) {
    return Clip.loader().precision(precision).loadSegmenter(MODELS.resolve(name));
  }

  private static float[] probabilities(Golden golden, String name, int mask) {
    float[] logits = golden.floats(name);
    int cells = golden.shape(name)[1] * golden.shape(name)[2];
    float[] probabilities = new float[cells];
    for (int i = 0; i < cells; i++) {
      probabilities[i] = (float) (1 / (1 + Math.exp(-logits[mask * cells + i])));
    }
    return probabilities;
  }

  /** The left upper part of an image. */
  private static RgbImage part(RgbImage image, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(image.rgb(), 3 * y * image.width(), rgb, 3 * y * width, 3 * width);
    }
    return new RgbImage(width, height, rgb);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clipseg", "clipseg-refined"})
  void masksAreThoseOfTransformersFromTheFileOn(String name) {
    Golden golden = Golden.read(MODELS.resolve(name).resolve("picture.safetensors"));
    try (Segmenter segmenter = load(name, Precision.F32)) {
      RgbImage image = segmenter.decode(Fixtures.PICTURE);
      List<Mask> masks = segmenter.masks(image, QUERIES);
      assertThat(masks).extracting(Mask::label).isEqualTo(QUERIES);
      for (Mask mask : masks) {
        assertThat(mask.imageWidth()).isEqualTo(image.width());
        assertThat(mask.columns()).isEqualTo(80);
        Tolerance.assertClose(
            mask.label(),
            mask.probabilities(),
            probabilities(golden, "words", mask.query()),
            BOUND);
      }
      Mask like = segmenter.maskLike(image, part(image, 48, 30));
      Tolerance.assertClose("like", like.probabilities(), probabilities(golden, "like", 0), BOUND);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"BF16", "INT8"})
  void otherPrecisionsGiveNearlyTheSame(Precision precision) {
    try (Segmenter exact = load("clipseg-refined", Precision.F32);
        Segmenter rounded = load("clipseg-refined", precision)) {
      RgbImage image = exact.decode(Fixtures.PICTURE);
      float[] expected = exact.masks(image, QUERIES).getFirst().probabilities();
      float[] found = rounded.masks(image, QUERIES).getFirst().probabilities();
      assertThat(found).isNotEqualTo(expected);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(0.2f));
      }
    }
  }

  @Test
  void whatIsSavedMakesTheSameMasks(@TempDir Path folder) throws IOException {
    try (Segmenter segmenter = load("clipseg-refined", Precision.F32)) {
      segmenter.save(folder, DType.F32);
      for (String name : List.of("vocab.json", "merges.txt")) {
        Files.copy(MODELS.resolve("clipseg-refined").resolve(name), folder.resolve(name));
      }
      RgbImage image = segmenter.decode(Fixtures.PICTURE);
      try (Segmenter saved = Clip.loader().precision(Precision.F32).loadSegmenter(folder)) {
        assertThat(saved.masks(image, QUERIES).getFirst().probabilities())
            .isEqualTo(segmenter.masks(image, QUERIES).getFirst().probabilities());
      }
    }
  }

  @Test
  void theSizeIsTheCallersToChoose() {
    try (Segmenter segmenter =
        Clip.loader()
            .precision(Precision.F32)
            .imageSize(112)
            .loadSegmenter(MODELS.resolve("clipseg"))) {
      RgbImage image = segmenter.decode(Fixtures.PICTURE);
      assertThat(segmenter.masks(image, QUERIES).getFirst().rows()).isEqualTo(112);
      assertThat(segmenter.masks(image, List.of())).isEmpty();
    }
  }

  @Test
  void refusesEmptyQueriesAndModelsThatMakeNoMasks() {
    try (Segmenter segmenter = load("clipseg", Precision.F32)) {
      RgbImage image = segmenter.decode(Fixtures.PICTURE);
      assertThatThrownBy(() -> segmenter.masks(image, List.of("")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("query 1 of 1 is empty");
      Segmenter closed = load("clipseg", Precision.F32);
      closed.close();
      assertThatThrownBy(() -> closed.masks(image, QUERIES))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the segmenter is closed");
    }
    assertThatThrownBy(() -> Segmenter.load(Fixtures.MODEL))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("expected a model of CLIPSeg, found a model of CLIP");
    assertThatThrownBy(() -> Clip.load(MODELS.resolve("clipseg")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("loadSegmenter");
  }
}
