package dev.jclip.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.config.VitConfig;
import dev.jclip.config.catalog.Architectures;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.JsonFields;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceJsonTest {
  static final List<String> NAMES = List.copyOf(Architectures.load().all().keySet());

  /** Other towers, mean pooling, layer scale; and the end token 2 of the large worldwide models. */
  private static final Pattern INEXPRESSIBLE =
      Pattern.compile("RN.*|coca.*|.*CLIPA.*|ViT-M-16-alt|ViT-(H|bigG)-14-worldwide.*");

  @ParameterizedTest
  @FieldSource("NAMES")
  void writesAPresetOrSaysWhyNot(String name) {
    ClipConfig config = Architectures.load().find(name).orElseThrow();
    assertThat(writtenAndRead(config)).isEqualTo(!INEXPRESSIBLE.matcher(name).matches());
  }

  @Test
  void writesEveryVariantOrSaysWhyNot() {
    Random random = new Random(Long.getLong("jclip.fuzz.seed", 20261123L));
    int written = 0;
    for (int i = 0; i < 20_000; i++) {
      written += writtenAndRead(RandomConfig.of(random)) ? 1 : 0;
    }
    assertThat(written).isBetween(10, 2_000);
  }

  /** Whether the architecture can be written; then it must be read back as the same function. */
  private static boolean writtenAndRead(ClipConfig config) {
    try {
      JsonFields written = Json.written(HuggingFaceJson.write(config));
      assertThat(essence(HuggingFaceJson.read(written))).isEqualTo(essence(config));
      return true;
    } catch (CheckpointException e) {
      assertThat(e).hasMessageContainingAll("cannot express", "write the open_clip layout");
      return false;
    }
  }

  /** The architecture without what changes no number: padding, and a class token's norm's place. */
  private static List<Object> essence(ClipConfig config) {
    VitConfig vit = (VitConfig) config.vision();
    TextConfig text = config.text();
    return List.of(
        config.embedDim(),
        List.of(vit.imageSize(), vit.patchSize(), vit.width(), vit.layers(), vit.heads()),
        List.of(vit.mlpWidth(), vit.activation(), vit.pooling(), vit.preNorm(), vit.layerScale()),
        List.of(vit.attentionPooler(), vit.layerNormEps(), config.logitBias()),
        List.of(text.contextLength(), text.vocabSize(), text.width(), text.layers(), text.heads()),
        List.of(text.mlpWidth(), text.activation(), text.pooling(), text.eotToken()),
        List.of(text.causal(), text.layerScale(), text.projection(), text.layerNormEps()));
  }

  /** The end token 2 means the largest id there, so a model that pools at 2 cannot be written. */
  @Test
  void endTokenTwoCannotBeWritten() {
    TextConfig published = HuggingFaceJson.read(clip("", "")).text();
    var text =
        TextConfig.builder()
            .contextLength(published.contextLength())
            .vocabSize(published.vocabSize())
            .width(published.width())
            .layers(published.layers())
            .heads(published.heads())
            .mlpWidth(published.mlpWidth())
            .activation(published.activation())
            .pooling(TextPooling.EOT_ID)
            .eotToken(2)
            .build();
    var config = new ClipConfig(512, HuggingFaceJson.read(clip("", "")).vision(), text, false);
    assertThatThrownBy(() -> HuggingFaceJson.write(config))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("end token 2");
  }

  /** The values of transformers' {@code CLIPConfig()}. */
  @Test
  void absentFieldsAreTransformersDefaults() {
    ClipConfig config = HuggingFaceJson.read(Json.of("{'model_type': 'clip'}"));
    assertThat(config.embedDim()).isEqualTo(512);
    VitConfig vit = (VitConfig) config.vision();
    assertThat(List.of(vit.imageSize(), vit.patchSize(), vit.width(), vit.mlpWidth()))
        .containsExactly(224, 32, 768, 3072);
    assertThat(List.of(vit.layers(), vit.heads())).containsExactly(12, 12);
    assertThat(vit.activation()).isEqualTo(Activation.QUICK_GELU);
    assertThat(vit.layerNormEps()).isEqualTo(1e-5);
    TextConfig text = config.text();
    assertThat(List.of(text.contextLength(), text.vocabSize(), text.width(), text.mlpWidth()))
        .containsExactly(77, 49408, 512, 2048);
    assertThat(List.of(text.layers(), text.heads(), text.eotToken())).containsExactly(12, 8, 49407);
    assertThat(text.pooling()).isEqualTo(TextPooling.EOT_ID);
    assertThat(text.activation()).isEqualTo(Activation.QUICK_GELU);
    assertThat(text.layerNormEps()).isEqualTo(1e-5);
  }

  @Test
  void endTokenTwoMeansTheLargestId() {
    TextConfig text = HuggingFaceJson.read(clip("", "'eos_token_id': 2, 'vocab_size': 99")).text();
    assertThat(text.pooling()).isEqualTo(TextPooling.EOT_ARGMAX);
    assertThat(text.eotToken()).isEqualTo(98);
  }

  /** As transformers: what the older form lacks has the default, whatever the newer form says. */
  @Test
  void theOlderFormStandsForTheWholeTower() {
    ClipConfig config =
        HuggingFaceJson.read(
            Json.of(
                "{'model_type': 'clip',"
                    + "'text_config': {'hidden_size': 1024, 'num_hidden_layers': 5},"
                    + "'text_config_dict': {'num_hidden_layers': 3},"
                    + "'vision_config': {'patch_size': 16},"
                    + "'vision_config_dict': {'image_size': 64}}"));
    assertThat(config.text().layers()).isEqualTo(3);
    assertThat(config.text().width()).isEqualTo(512);
    assertThat(config.vision().imageSize()).isEqualTo(64);
    assertThat(((VitConfig) config.vision()).patchSize()).isEqualTo(32);
  }

  @Test
  void nullOlderFormIsAbsent() {
    ClipConfig config =
        HuggingFaceJson.read(
            Json.of(
                "{'text_config': {'num_hidden_layers': 5}, 'text_config_dict': null,"
                    + "'vision_config': {}, 'vision_config_dict': null}"));
    assertThat(config.text().layers()).isEqualTo(5);
  }

  @Test
  void sidesMayBeLists() {
    ClipConfig config =
        HuggingFaceJson.read(clip("'image_size': [64, 64], 'patch_size': [16, 16]", ""));
    assertThat(config)
        .isEqualTo(HuggingFaceJson.read(clip("'image_size': 64, 'patch_size': 16", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'image_size': [64, 32] | ~~ | equal sides",
        "'image_size': [] | ~~ | equal sides",
        "'image_size': '64' | ~~ | whole number",
        "'num_channels': 4 | ~~ | num_channels",
        "'hidden_act': 'relu' | ~~ | hidden_act",
        "'num_attention_heads': 7 | ~~ | heads",
        "'layer_norm_eps': 1e999 | ~~ | layer_norm_eps",
        "'layer_norm_eps': 0 | ~~ | layerNormEps",
        "~~ | 'eos_token_id': 50000 | eotToken",
        "~~ | 'eos_token_id': [1] | eos_token_id",
        "~~ | 'vocab_size': 100 | eotToken",
        "~~ | 'hidden_size': 1e9 | hidden_size"
      })
  void refusesWithTheFieldsName(String vision, String text, String message) {
    assertThatThrownBy(() -> HuggingFaceJson.read(clip(vision, text)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(Json.FILE, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip_text_model", "clip_vision_model", "siglip", "bert", ""})
  void refusesOtherModels(String kind) {
    assertThatThrownBy(() -> HuggingFaceJson.read(Json.of("{'model_type': '%s'}".formatted(kind))))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(Json.FILE, kind, "expected");
  }

  private static JsonFields clip(String vision, String text) {
    return Json.of(
        "{'model_type': 'clip', 'vision_config': {%s}, 'text_config': {%s}}"
            .formatted(vision, text));
  }
}
