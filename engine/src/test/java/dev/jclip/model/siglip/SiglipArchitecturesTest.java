package dev.jclip.model.siglip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.io.JsonFields;
import dev.jclip.nn.ParameterSpec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** The published architectures, by the sizes that their configurations say and leave out. */
class SiglipArchitecturesTest {
  private static final String SO400M =
      "'hidden_size':1152,'intermediate_size':4304,'num_attention_heads':16,'num_hidden_layers':27";

  /** The fields of the published files beside model types, and the parameters in millions. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'text_config':{},'vision_config':{} | 203.2",
        "'text_config':{'vocab_size':256000},'vision_config':{} | 375.2",
        "'text_config':{"
            + SO400M
            + "},'vision_config':{"
            + SO400M
            + ",'image_size':384,'patch_size':14} | 878.0",
        "'text_config':{"
            + SO400M
            + ",'vocab_size':256000,'projection_size':1152},'vision_config':{"
            + SO400M
            + ",'image_size':256} | 1135.7"
      },
      quoteCharacter = '"')
  void whatPublishedFilesLeaveOutHasTransformersDefaults(String fields, double millions) {
    ClipConfig config = read("{'model_type':'siglip'," + fields + "}");
    long parameters =
        new SiglipFamily().parameters(config).stream().mapToLong(ParameterSpec::elementCount).sum();
    assertThat(parameters / 1e6).isEqualTo(millions, within(0.06));
    assertThat(config.logitBias()).isTrue();
    assertThat(config.text().contextLength()).isEqualTo(64);
    assertThat(config.text().pooling()).isEqualTo(TextPooling.LAST);
    assertThat(config.text().causal()).isFalse();
    assertThat(config.text().ignoresPadding()).isFalse();
    assertThat(config.text().activation()).isEqualTo(Activation.GELU_TANH);
    assertThat(config.text().layerNormEps()).isEqualTo(1e-6);
    assertThat(config.text().padToken()).isEqualTo(config.text().vocabSize() == 256_000 ? 0 : 1);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    ClipConfig config = read("{'text_config':{'vocab_size':256000,'pad_token_id':0}}");
    var written = new SiglipFamily().describe(config);
    String json = JsonMapper.shared().writeValueAsString(written);
    assertThat(read(json)).isEqualTo(config);
  }

  @ParameterizedTest
  @EnumSource(names = {"GELU", "GELU_TANH"})
  void timmsNamesSayWhichGeluATowerHas(Activation activation) {
    String name =
        activation == Activation.GELU
            ? "vit_base_patch16_siglip_224"
            : "vit_giantopt_patch16_siglip_256";
    assertThat(TimmModel.of(name).orElseThrow().config().blocks().activation())
        .isEqualTo(activation);
  }

  @Test
  void everyTowerOfTimmIsWrittenUnderItsName() {
    for (TimmModel model : TimmModel.all()) {
      SiglipVisionConfig config = model.config();
      assertThat(TimmModel.of(config)).contains(model);
      assertThat(config.width() % config.blocks().heads()).isZero();
    }
    assertThat(TimmModel.all()).hasSize(16);
    assertThat(TimmModel.of("vit_base_patch16_clip_224")).isEmpty();
    assertThat(TimmModel.of("vit_so400m_patch14_siglip_378").orElseThrow().config().gridSize())
        .isEqualTo(27);
  }

  private static ClipConfig read(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return SiglipHuggingFaceJson.read(JsonFields.parse(bytes, "config.json"));
  }
}
