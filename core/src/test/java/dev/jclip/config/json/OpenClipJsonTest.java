package dev.jclip.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.ClipConfig.CaptionDecoder.ImageTokens;
import dev.jclip.config.TextConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.config.catalog.Architectures;
import dev.jclip.error.CheckpointException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class OpenClipJsonTest {
  static final List<String> NAMES = List.copyOf(Architectures.load().all().keySet());

  @ParameterizedTest
  @FieldSource("NAMES")
  void writesWhatItReads(String name) {
    ClipConfig config = Architectures.load().find(name).orElseThrow();
    assertThat(reread(config)).isEqualTo(config);
  }

  @Test
  void writesWhatItReadsInEveryVariant() {
    long seed = Long.getLong("jclip.fuzz.seed", 20261123L);
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      ClipConfig config = RandomConfig.of(random);
      assertThat(reread(config)).as("seed %d, try %d", seed, i).isEqualTo(config);
    }
  }

  @Test
  void readsCocasDecoderAsOpenClipBuildsIt() {
    ClipConfig config = Architectures.load().find("coca_ViT-L-14").orElseThrow();
    assertThat(config.decoder())
        .contains(
            new ClipConfig.CaptionDecoder(
                76, 768, 12, 12, Activation.GELU, false, ImageTokens.OF_TOWER));
    assertThat(config.withoutDecoder().decoder()).isEmpty();
    assertThat(OpenClipJson.write(config).toString()).contains("multimodal_cfg={context_length=76");
    assertThat(OpenClipJson.write(config.withoutDecoder()).toString())
        .doesNotContain("multimodal_cfg", "output_tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'embed_dim': 48 | 'embed_dim': 64 | multimodal_cfg width: expected 64, the width of the attentional pooler (embed_dim), found 48",
        "{'width': 48, 'heads': 4, 'embed_cls' | {'width': 64, 'heads': 4, 'embed_cls' | multimodal_cfg width: expected 64, the width of the text tower, found 48",
        "'embed_cls': true | 'embed_cls': false | multimodal_cfg: expected a text tower with an appended class token",
        "'embed_cls': true | 'embed_cls': true, 'no_causal_mask': true | no_causal_mask: expected a causal text tower",
        "'heads': 6 | 'heads': 5 | heads: expected a divisor of width 48, found 5",
        "'heads': 6 | 'heads': 6, 'beams': 2 | jclip knows no such field",
        "'layers': 1 | 'layers': [1, 1, 1, 1] | multimodal_cfg: expected a Vision Transformer",
        "'attn_pooler_queries': 2 | 'attn_pooler_queries': 1 | attn_pooler_queries: expected 2 or more"
      })
  void refusesADecoderThatDoesNotFit(String before, String after, String message) {
    String coca =
        """
        {'embed_dim': 48,
         'vision_cfg': {'width': 64, 'layers': 1, 'attentional_pool': true, 'attn_pooler_queries': 2},
         'text_cfg': {'width': 48, 'heads': 4, 'embed_cls': true},
         'multimodal_cfg': {'width': 48, 'heads': 6}}
        """;
    assertThat(OpenClipJson.read(Json.of(coca)).decoder()).isPresent();
    assertThat(coca).contains(before);
    assertThatThrownBy(() -> OpenClipJson.read(Json.of(coca.replace(before, after))))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message);
  }

  private static ClipConfig reread(ClipConfig config) {
    return OpenClipJson.read(Json.written(OpenClipJson.write(config)));
  }

  @Test
  void oneQuickGeluForBothTowersIsAllItCanSay() {
    ClipConfig config = Architectures.load().find("ViT-B-32").orElseThrow();
    VitConfig vit = (VitConfig) config.vision();
    var mixed =
        new ClipConfig(
            config.embedDim(),
            VitConfig.builder()
                .imageSize(vit.imageSize())
                .patchSize(vit.patchSize())
                .width(vit.width())
                .layers(vit.layers())
                .heads(vit.heads())
                .mlpWidth(vit.mlpWidth())
                .activation(Activation.QUICK_GELU)
                .pooling(vit.pooling())
                .preNorm(vit.preNorm())
                .normAfterPooling(vit.normAfterPooling())
                .layerScale(vit.layerScale())
                .attentionPooler(vit.attentionPooler())
                .layerNormEps(vit.layerNormEps())
                .build(),
            config.text(),
            config.logitBias());
    assertThatThrownBy(() -> OpenClipJson.write(mixed))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("QUICK_GELU", "GELU", "transformers layout");
  }

  @Test
  void absentFieldsAreOpenClipsDefaults() {
    ClipConfig config = read("", "");
    assertThat(config.vision())
        .isEqualTo(
            VitConfig.builder()
                .imageSize(224)
                .patchSize(16)
                .width(768)
                .layers(12)
                .heads(12)
                .mlpWidth(3072)
                .build());
    assertThat(config.text())
        .isEqualTo(
            TextConfig.builder()
                .contextLength(77)
                .vocabSize(49408)
                .width(512)
                .layers(12)
                .heads(8)
                .mlpWidth(2048)
                .eotToken(49407)
                .build());
    assertThat(config.logitBias()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'qk_norm': true | ~~ | qk_norm",
        "~~ | 'qk_norm': true | qk_norm",
        "'scaled_cosine': true | ~~ | scaled_cosine",
        "'timm_model_name': 'vit' | ~~ | no timm towers",
        "~~ | 'hf_model_name': 'roberta' | no foreign text towers",
        "'pool_type': 'max' | ~~ | tok or avg",
        "~~ | 'pool_type': 'mean' | argmax, eos, first or last",
        "~~ | 'proj_type': 'mlp' | linear or none",
        "'mlp_ratio': -1 | ~~ | mlp_ratio",
        "'mlp_ratio': 1e999 | ~~ | mlp_ratio",
        "'act_kwargs': {'approximate': 'x'} | ~~ | tanh",
        "'head_width': 0 | ~~ | head_width",
        "'head_width': 100 | ~~ | heads",
        "'image_size': 0 | ~~ | imageSize",
        "'image_size': [224, 224] | ~~ | image_size",
        "'layers': [1, 2] | ~~ | stages",
        "'layers': [1, 2, 3, 4], 'width': 2147483647 | ~~ | width",
        "'layers': 5000 | ~~ | layers",
        "'width': 2147483647 | ~~ | width",
        "~~ | 'heads': 7 | heads",
        "~~ | 'heads': 0 | heads",
        "~~ | 'context_length': 2 | contextLength",
        "~~ | 'vocab_size': -5 | vocabSize",
        "~~ | 'pool_type': 'eos', 'eos_id': 50000 | eotToken",
        "~~ | 'width': 'wide' | text_cfg.width"
      })
  void refusesWithTheFieldsName(String vision, String text, String message) {
    assertThatThrownBy(() -> read(vision, text))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(Json.FILE, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'qk_norm': false",
        "'qk_norm': null",
        "'timm_model_name': null",
        "'timm_pool': 'avg'",
        "'patch_dropout': 0.5",
        "'output_tokens': true"
      })
  void acceptsWhatChangesNoNumber(String vision) {
    assertThat(read(vision, "")).isEqualTo(read("", ""));
  }

  private static ClipConfig read(String vision, String text) {
    return OpenClipJson.read(
        Json.of(
            "{'embed_dim': 512, 'vision_cfg': {%s}, 'text_cfg': {%s}}".formatted(vision, text)));
  }

  @Test
  void anUnknownFieldIsNamedWithTheNearestOneAndAllThereAre() {
    assertThatThrownBy(() -> read("", "'vocab_sise': 512"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(
            Json.FILE,
            "text_cfg.vocab_sise is 512: jclip knows no such field",
            "did you mean vocab_size? ",
            "the fields here are act_kwargs, context_length, embed_cls, eos_id",
            "Correct the name, or take the field out");
    assertThatThrownBy(() -> read("'qk_norm': true", ""))
        .hasMessageNotContaining("did you mean")
        .hasMessageContaining("the fields here are act_kwargs, attentional_pool");
  }

  @Test
  void bothTowersAndTheirSpaceMustBeThere() {
    for (String json : List.of("{}", "{'embed_dim': 8}", "{'embed_dim': 8, 'vision_cfg': {}}")) {
      assertThatThrownBy(() -> OpenClipJson.read(Json.of(json)))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("but the field is absent");
    }
  }
}
