package dev.jclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.config.Precision;
import dev.jclip.embed.ScoreKind;
import dev.jclip.error.TokenizerException;
import dev.jclip.image.CropRounding;
import dev.jclip.image.ImageDecoder;
import dev.jclip.image.ImagePreprocessor;
import dev.jclip.image.Interpolation;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.image.Resize;
import dev.jclip.io.JsonFields;
import dev.jclip.testkit.Golden;
import dev.jclip.testkit.SharedData;
import dev.jclip.testkit.Tolerance;
import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.zeroshot.LabelScore;
import dev.jclip.zeroshot.PromptTemplates;
import dev.jclip.zeroshot.ZeroShotClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SigLIP through the front door: from texts and images to scores. */
class SiglipTest {
  private static final Path MODELS = Path.of("../engine/src/test/resources/golden/siglip");
  private static final double BOUND = 1e-5;
  private static final int FEWEST_TEXTS = 5;

  @ParameterizedTest
  @ValueSource(strings = {"siglip", "siglip2"})
  void textsAreCleanedPaddedAndEncodedAsByThePeer(String name) throws IOException {
    Path folder = SharedData.require("golden-models").resolve(name);
    Golden expected = Golden.read(folder.resolve("expected.safetensors"));
    JsonNode tokens = JsonMapper.shared().readTree(folder.resolve("expected.json")).get("tokens");
    try (Clip clip = Clip.loader().precision(Precision.F32).load(folder)) {
      assertThat(clip.scoreKind()).isEqualTo(ScoreKind.SIGMOID);
      assertThat(tokens.valueStream().filter(token -> isEncodedAlike(token, expected, clip)))
          .hasSizeGreaterThanOrEqualTo(FEWEST_TEXTS);
      tokens.forEach(
          token -> {
            JsonNode ids = token.has("ids_lower") ? token.get("ids_lower") : token.get("ids");
            TokenizedText text = clip.tokenize(token.get("text").asString());
            assertThat(text.padded(64, clip.tokenizer().padToken()))
                .as(token.get("text").asString())
                .containsExactly(ids.valueStream().mapToInt(JsonNode::asInt).toArray());
          });
    }
  }

  /** Whether the peer encoded the ids of a text, and then to the same vector. */
  private static boolean isEncodedAlike(JsonNode token, Golden expected, Clip clip) {
    long[] ids = token.get("ids").valueStream().mapToLong(JsonNode::asLong).toArray();
    long[] encoded = expected.longs("input_ids");
    int width = expected.shape("text_embeds")[1];
    for (int i = 0; i < encoded.length / ids.length; i++) {
      if (Arrays.equals(ids, Arrays.copyOfRange(encoded, i * ids.length, (i + 1) * ids.length))) {
        Tolerance.assertClose(
            "text " + i,
            clip.encodeText(token.get("text").asString()),
            Arrays.copyOfRange(expected.floats("text_embeds"), i * width, (i + 1) * width),
            BOUND);
        return true;
      }
    }
    return false;
  }

  @Test
  void pixelsAreThePeers() {
    Golden expected =
        Golden.read(
            SharedData.require("golden-models/siglip-preprocess").resolve("expected.safetensors"));
    Path photos = SharedData.require("data/photos");
    ImageDecoder decoder = ImageDecoder.create();
    for (String name : expected.names()) {
      String[] parts = name.split("/", -1);
      Interpolation filter =
          parts[1].equals("bicubic64") ? Interpolation.BICUBIC : Interpolation.BILINEAR;
      var preprocessor = new ImagePreprocessor(squash(filter));
      assertThat(preprocessor.resizeAndCrop(decoder.decode(photos.resolve(parts[0]))).rgb())
          .as(name)
          .isEqualTo(expected.bytes(name));
    }
  }

  private static PreprocessConfig squash(Interpolation filter) {
    List<Float> half = List.of(0.5f, 0.5f, 0.5f);
    return new PreprocessConfig(
        64, 64, new Resize.Squash(64, 64), filter, CropRounding.NO_CROP, half, half, 0);
  }

  @Test
  void aTextIsPaddedToTheWholeContext(@TempDir Path folder) throws IOException {
    withVocabulary(folder);
    try (Clip clip = Clip.loader().precision(Precision.F32).load(folder)) {
      int[] ids = clip.tokenize("A cat!").ids();
      assertThat(ids.length).isLessThan(clip.config().text().contextLength());
      assertThat(ids[ids.length - 1]).isEqualTo(1);
      assertThat(clip.encodeText("a cat")).isEqualTo(clip.encodeText("A cat!"));
      assertThat(clip.textStates("a cat").last()).hasSize(clip.config().text().contextLength());
    }
  }

  @Test
  void eachLabelIsScoredByItself(@TempDir Path folder) throws IOException {
    withVocabulary(folder);
    try (Clip clip = Clip.loader().precision(Precision.F32).load(folder)) {
      PromptTemplates plain = PromptTemplates.of("{}");
      ZeroShotClassifier three = clip.classifier(List.of("cat", "dog", "a red boat"), plain);
      ZeroShotClassifier one = clip.classifier(List.of("dog"), plain);
      List<LabelScore> scores = three.classify(clip.decode(Fixtures.PICTURE));
      LabelScore dog = one.classify(clip.decode(Fixtures.PICTURE)).getFirst();
      assertThat(scores)
          .filteredOn(score -> score.label().equals("dog"))
          .singleElement()
          .satisfies(
              score -> assertThat(score.probability()).isCloseTo(dog.probability(), within(1e-6)));
      double logit = Math.exp(clip.logitScale()) * dog.similarity() + clip.logitBias();
      assertThat(dog.probability()).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-9));
    }
  }

  @Test
  void aFolderWithoutVocabularySaysWhichFilesItNeeds() {
    try (Clip clip = Clip.load(MODELS.resolve("hf-siglip"))) {
      assertThat(clip.encodeImage(Fixtures.PICTURE)).hasSize(clip.embedDim());
      assertThatThrownBy(() -> clip.encodeText("a cat"))
          .isInstanceOf(TokenizerException.class)
          .hasMessageContaining("spiece.model")
          .hasMessageContaining("google/siglip-base-patch16-224");
    }
  }

  @Test
  void aSummaryNamesTheFamilysFields(@TempDir Path folder) throws IOException {
    withVocabulary(folder);
    ModelSummary summary = Clip.loader().inspect(folder.toString());
    assertThat(summary.tokenizer()).startsWith("SentencePiece");
    assertThat(String.valueOf(summary.fields().get("config"))).contains("model_type=siglip");
  }

  /** A model with a tokenizer, which its table of embeddings is large enough for. */
  private static void withVocabulary(Path folder) throws IOException {
    Path model = MODELS.resolve("hf-siglip");
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(model.resolve(name), folder.resolve(name));
    }
    Path vocabulary =
        Path.of("../core/src/test/resources/dev/jclip/tokenizer/sentencepiece/siglip");
    for (String name : List.of("spiece.model", "tokenizer_config.json")) {
      Files.copy(vocabulary.resolve(name), folder.resolve(name));
    }
    assertThat(JsonFields.read(folder.resolve("tokenizer_config.json")).names()).isNotEmpty();
  }
}
