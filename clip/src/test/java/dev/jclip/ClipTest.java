package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.embed.Embeddings;
import dev.jclip.error.CheckpointException;
import dev.jclip.error.MissingVocabularyException;
import dev.jclip.error.TokenizerException;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.RgbImage;
import dev.jclip.model.Layout;
import dev.jclip.model.inference.PixelGradient;
import dev.jclip.model.inference.PixelGradients;
import dev.jclip.model.inference.PixelObjective;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.Tolerance;
import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.zeroshot.LabelScore;
import dev.jclip.zeroshot.PromptTemplates;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernels")
class ClipTest {
  private static final List<String> LABELS = List.of("cat", "red boat", "two dogs");

  @Test
  void aModelOfAFolderIsCalledByItsWholePath() {
    String path = Fixtures.MODEL.toAbsolutePath().normalize().toString();
    try (Clip clip = Clip.load(Fixtures.MODEL);
        Clip named = Clip.load(Fixtures.MODEL.toString())) {
      assertThat(clip.name()).isEqualTo(path);
      assertThat(named.name()).isEqualTo(path);
    }
  }

  @Test
  void computesWhatTransformersComputesFromTheSameFiles() {
    Golden expected = Golden.read(Fixtures.MODEL.resolve("expected.safetensors"));
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      Tolerance.assertClose(
          "image", clip.encodeImage(Fixtures.PICTURE), expected.floats("image_embeds"), 1e-5);
      float[] texts = expected.floats("text_embeds");
      for (int i = 0; i < LABELS.size(); i++) {
        float[] reference =
            Arrays.copyOfRange(texts, i * clip.embedDim(), (i + 1) * clip.embedDim());
        Tolerance.assertClose(
            LABELS.get(i), clip.encodeText("a photo of a " + LABELS.get(i) + "."), reference, 1e-5);
      }
      float[] probabilities = expected.floats("probabilities");
      List<LabelScore> scores = clip.classifier(LABELS).classify(clip.decode(Fixtures.PICTURE));
      for (LabelScore score : scores) {
        assertThat(score.probability())
            .isCloseTo(probabilities[LABELS.indexOf(score.label())], within(1e-5));
      }
      assertThat(scores.stream().mapToDouble(LabelScore::probability).sum())
          .isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void takesPicturesInEveryForm() throws IOException {
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      float[] fromFile = clip.encodeImage(Fixtures.PICTURE);
      RgbImage decoded = clip.decode(Fixtures.PICTURE);
      BufferedImage buffered = decoded.toBufferedImage();
      assertThat(clip.encodeImage(Files.readAllBytes(Fixtures.PICTURE))).isEqualTo(fromFile);
      assertThat(clip.encodeImage(decoded)).isEqualTo(fromFile);
      assertThat(clip.encodeImage(buffered)).isEqualTo(fromFile);
      assertThat(clip.encodePixels(List.of(clip.preprocess(decoded))).getFirst())
          .isEqualTo(fromFile);
    }
  }

  @Test
  void aStepAlongThePixelGradientBringsAnImageNearerToItsText() {
    try (Clip clip = Clip.load(Fixtures.MODEL);
        PixelGradients gradients = clip.pixelGradients()) {
      float[] text = clip.encodeText("a photo of a cat.");
      float[] pixels = clip.preprocess(clip.decode(Fixtures.PICTURE));
      PixelGradient found =
          gradients.ofPrepared(List.of(pixels), PixelObjective.cosine(text)).getFirst();
      double squares = 0;
      for (float slope : found.gradient()) {
        squares += (double) slope * slope;
      }
      double gain = 1e-3; // small, so that the slope predicts what is gained
      float[] moved = pixels.clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += (float) (gain / squares * found.gradient()[i]);
      }
      List<float[]> embeddings = clip.encodePixels(List.of(pixels, moved));
      double before = Embeddings.dot(embeddings.getFirst(), text);
      assertThat(found.value()).isCloseTo(before, within(1e-6));
      assertThat(Embeddings.dot(embeddings.getLast(), text) - before)
          .isCloseTo(gain, within(gain / 10));
    }
  }

  @Test
  void batchesGiveTheVectorsOfSingleCalls() {
    try (Clip clip = Clip.loader().batchSize(3).load(Fixtures.MODEL)) {
      List<RgbImage> images =
          IntStream.range(0, 8).mapToObj(i -> solid(20 + 7 * i, 60 - 5 * i, 31 * i)).toList();
      List<String> texts = List.of("a cat", "two dogs playing in the snow", "", "red", "blue boat");
      List<float[]> together = clip.encodeImages(images);
      List<float[]> textsTogether = clip.encodeTexts(texts);
      assertThat(together).hasSize(8);
      for (int i = 0; i < images.size(); i++) {
        Tolerance.assertClose("image", together.get(i), clip.encodeImage(images.get(i)), 1e-5);
      }
      for (int i = 0; i < texts.size(); i++) {
        Tolerance.assertClose("text", textsTogether.get(i), clip.encodeText(texts.get(i)), 1e-5);
      }
      assertThat(clip.encodeImages(List.of())).isEmpty();
      assertThat(clip.encodeTexts(List.of())).isEmpty();
    }
  }

  @Test
  void eightThreadsGetTheBitsOfOne() throws InterruptedException {
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      List<RgbImage> images =
          IntStream.range(0, 6).mapToObj(i -> solid(33 + i, 40, 40 * i)).toList();
      List<float[]> expectedImages = clip.encodeImages(images);
      List<float[]> expectedTexts = clip.encodeTexts(LABELS);
      var differences = Collections.synchronizedList(new ArrayList<String>());
      Runnable work =
          () -> {
            for (int round = 0; round < 20; round++) {
              compare(clip.encodeImages(images), expectedImages, differences);
              compare(clip.encodeTexts(LABELS), expectedTexts, differences);
            }
          };
      List<Thread> threads =
          IntStream.range(0, 8).mapToObj(_ -> Thread.ofPlatform().start(work)).toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(differences).isEmpty();
    }
  }

  private static void compare(
      List<float[]> actual, List<float[]> expected, List<String> differences) {
    for (int i = 0; i < expected.size(); i++) {
      if (!Arrays.equals(actual.get(i), expected.get(i))) {
        differences.add(Thread.currentThread() + " differs in vector " + i);
      }
    }
  }

  @Test
  void callsAfterCloseFail() {
    Clip clip = Clip.load(Fixtures.MODEL);
    clip.close();
    clip.close();
    assertThatThrownBy(() -> clip.encodeText("a cat"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model is closed");
  }

  @Test
  void reportsTruncation() {
    var heard = new ArrayList<TokenizedText>();
    try (Clip clip = Clip.loader().onTruncation(heard::add).load(Fixtures.MODEL)) {
      clip.encodeText("short");
      assertThat(heard).isEmpty();
      clip.encodeText("word ".repeat(50));
      assertThat(heard).hasSize(1);
      assertThat(heard.getFirst().ids()).hasSize(16).endsWith(clip.tokenizer().eotToken());
      assertThat(heard.getFirst().tokenCount()).isGreaterThan(16);
    }
  }

  @Test
  void averagesAndRenormalisesTemplates() {
    var templates = PromptTemplates.of("a photo of a {}.", "a drawing of a {c}.");
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      float[] photo = clip.encodeText("a photo of a cat.");
      float[] drawing = clip.encodeText("a drawing of a cat.");
      float[] expected = Embeddings.normalize(Embeddings.mean(List.of(photo, drawing)));
      float[] label = clip.classifier(LABELS, templates).labelEmbeddings().getFirst();
      Tolerance.assertClose("label", label, expected, 1e-5);
    }
  }

  @Test
  void hiddenStatesHaveTheTowersShapes() {
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      var image = clip.imageStates(clip.decode(Fixtures.PICTURE));
      assertThat(image.last()).hasSize(17).allMatch(token -> token.length == 32);
      assertThat(image.penultimate()).hasSize(17);
      assertThat(image.patches()).hasSize(16).allMatch(token -> token.length == clip.embedDim());
      var text = clip.textStates("a cat");
      assertThat(text.last()).hasSize(16).allMatch(token -> token.length == 32);
    }
  }

  @Test
  void savesBothLayouts(@TempDir Path folder) {
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      float[] pixels = clip.preprocess(clip.decode(Fixtures.PICTURE));
      List<float[]> expected = clip.encodePixels(List.of(pixels));
      clip.save(folder.resolve("hf"), Layout.TRANSFORMERS);
      try (Clip again = Clip.load(folder.resolve("hf"))) {
        assertThat(again.encodePixels(List.of(pixels)).getFirst()).isEqualTo(expected.getFirst());
        assertThat(again.preprocessing()).isEqualTo(clip.preprocessing());
      }
      clip.save(folder.resolve("oc"), Layout.OPEN_CLIP);
      try (Clip again = Clip.load(folder.resolve("oc"))) {
        assertThat(again.encodePixels(List.of(pixels)).getFirst()).isEqualTo(expected.getFirst());
        assertThat(again.preprocessing().mean()).isEqualTo(clip.preprocessing().mean());
      }
      assertThatThrownBy(() -> clip.save(folder, Layout.OPENAI))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void onePictureOfOnePixelAndOneOfTwentyThousand() {
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      assertThat(clip.encodeImage(solid(1, 1, 9))).hasSize(clip.embedDim());
      assertThat(clip.encodeImage(solid(1, 20_000, 9))).hasSize(clip.embedDim());
      assertThat(clip.encodeImage(solid(20_000, 1, 9))).hasSize(clip.embedDim());
    }
  }

  @Test
  void anotherPictureSizeIsInterpolated() {
    try (Clip clip = Clip.loader().imageSize(48).load(Fixtures.MODEL)) {
      assertThat(clip.preprocessing().width()).isEqualTo(48);
      assertThat(clip.encodeImage(Fixtures.PICTURE)).hasSize(clip.embedDim());
    }
  }

  @Test
  void aCheckpointWithoutVocabularySaysWhereToGetOne(@TempDir Path folder) {
    try (Clip clip = Clip.load(Fixtures.MODEL)) {
      clip.save(folder, Layout.TRANSFORMERS);
    }
    try (Clip bare = Clip.load(folder)) {
      assertThat(bare.encodeImage(Fixtures.PICTURE)).hasSize(bare.embedDim());
      assertThatThrownBy(() -> bare.encodeText("a cat"))
          .isInstanceOf(MissingVocabularyException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("name a vocabulary's file")
          .hasMessageNotContainingAny("--", "jclip ");
    }
    try (Clip named = Clip.loader().tokenizer(Fixtures.MODEL).load(folder);
        Clip original = Clip.load(Fixtures.MODEL)) {
      assertThat(named.encodeText("a cat")).isEqualTo(original.encodeText("a cat"));
    }
  }

  @Test
  void refusesAnotherModelsVocabulary() {
    Path small = Path.of("../engine/src/test/resources/golden/models/hf-vit");
    try (Clip clip = Clip.loader().tokenizer(Fixtures.MODEL).load(small)) {
      assertThatThrownBy(() -> clip.encodeText("a cat"))
          .isInstanceOf(TokenizerException.class)
          .hasMessageContaining("vocabulary of 64")
          .hasMessageContaining("another model's vocabulary");
    }
  }

  @Test
  void unknownNamesAreAnsweredWithTheNearestKnownOnes() {
    assertThatThrownBy(() -> Clip.load("ViT-B-33:openai"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no such file or folder")
        .hasMessageContaining("ViT-B-32");
    assertThatThrownBy(() -> Clip.loader().architecture("ViT-L-41"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ViT-L-14");
  }

  @Test
  void refusesDevicesThatAreNotThere() {
    assertThatThrownBy(() -> Clip.loader().device("gpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cpu or cuda:N");
  }

  @Test
  void exifOrientationCanBeSwitchedOff() {
    var parity = ImageDecoder.Options.DEFAULT.withApplyExifOrientation(false);
    try (Clip clip = Clip.loader().decoder(ImageDecoder.create(parity)).load(Fixtures.MODEL)) {
      assertThat(clip.encodeImage(Fixtures.PICTURE)).hasSize(clip.embedDim());
    }
  }

  private static RgbImage solid(int width, int height, int seed) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 7 + seed);
    }
    return new RgbImage(width, height, rgb);
  }
}
