package dev.jclip.train.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jclip.config.ClipConfig;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.TinyModels;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.loss.SigLipLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spreads of first weights, as open_clip's init_parameters and PyTorch's defaults give them. */
class InitialWeightsTest {
  private static final ClipConfig CONFIG =
      TinyModels.read(
          """
          {"embed_dim": 64,
           "vision_cfg": {"image_size": 32, "layers": 2, "width": 128, "patch_size": 4, "head_width": 32},
           "text_cfg": {"context_length": 32, "vocab_size": 1000, "width": 96, "heads": 4, "layers": 3}}
          """);

  private static float[] values(Weights weights, String name) {
    return Tensors.floats(
        weights.parameter(name, Tensors.shape(TinyModels.tensor(weights.tensors(), name))));
  }

  private static double deviation(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += value * value;
    }
    double mean = sum / values.length;
    assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(squares) / values.length));
    return Math.sqrt(squares / values.length - mean * mean);
  }

  /** A uniform distribution up to b has deviation b / sqrt(3). */
  @ParameterizedTest
  @CsvSource({
    "token_embedding.weight, 0.02",
    "positional_embedding, 0.01",
    "transformer.resblocks.1.attn.in_proj_weight, 0.10206", // 96^-1/2
    "transformer.resblocks.1.attn.out_proj.weight, 0.041667", // (2 * 3 * 96)^-1/2
    "transformer.resblocks.2.mlp.c_proj.weight, 0.041667",
    "transformer.resblocks.2.mlp.c_fc.weight, 0.072169", // (2 * 96)^-1/2
    "text_projection, 0.10206",
    "visual.proj, 0.088388", // 128^-1/2
    "visual.positional_embedding, 0.088388",
    "visual.conv1.weight, 0.083333", // (3 * 16)^-1/2 / sqrt(3)
    "visual.transformer.resblocks.0.attn.in_proj_weight, 0.0625", // sqrt(6 / (4 * 128)) / sqrt(3)
    "visual.transformer.resblocks.0.attn.out_proj.weight, 0.051031", // 128^-1/2 / sqrt(3)
    "visual.transformer.resblocks.1.mlp.c_proj.weight, 0.025516", // 512^-1/2 / sqrt(3)
    "visual.transformer.resblocks.1.mlp.c_fc.bias, 0.051031",
    "transformer.resblocks.1.mlp.c_fc.bias, 0.058926" // 96^-1/2 / sqrt(3)
  })
  void spreadsAreThoseOfOpenClip(String name, double expected) {
    try (Weights weights = InitialWeights.draw(CONFIG, new ClipLoss(), 5)) {
      float[] values = values(weights, name);
      double noise = 4 * expected / Math.sqrt(2.0 * values.length);
      assertThat(deviation(values)).isCloseTo(expected, within(noise));
    }
  }

  @Test
  void normsBiasesAndTheTemperatureBeginAtTheirNumbers() {
    try (Weights weights = InitialWeights.draw(CONFIG, new ClipLoss(), 5)) {
      assertThat(values(weights, "visual.ln_pre.weight")).containsOnly(1);
      assertThat(values(weights, "ln_final.bias")).containsOnly(0);
      assertThat(values(weights, "visual.transformer.resblocks.0.attn.in_proj_bias"))
          .containsOnly(0);
      assertThat(values(weights, "logit_scale")).containsExactly((float) Math.log(1 / 0.07));
    }
    try (Weights weights = InitialWeights.draw(TinyModels.vitWithBias(), new SigLipLoss(), 5)) {
      assertThat(values(weights, "logit_scale")).containsExactly((float) Math.log(10));
      assertThat(values(weights, "logit_bias")).containsExactly(-10);
    }
    try (Weights weights = InitialWeights.draw(TinyModels.resNet(), new ClipLoss(), 5)) {
      assertThat(values(weights, "visual.layer1.0.bn3.weight")).containsOnly(0);
      assertThat(values(weights, "visual.layer1.0.bn2.weight")).containsOnly(1);
      assertThat(values(weights, "visual.bn3.weight")).containsOnly(1);
      assertThat(values(weights, "visual.bn1.running_var")).containsOnly(1);
    }
  }

  @Test
  void aTensorsValuesDependOnSeedAndNameAlone() {
    try (Weights a = InitialWeights.draw(CONFIG, new ClipLoss(), 5);
        Weights b = InitialWeights.draw(TinyModels.vit(), new ClipLoss(), 5);
        Weights c = InitialWeights.draw(CONFIG, new ClipLoss(), 6)) {
      float[] table = values(a, "token_embedding.weight");
      float[] smaller = values(b, "token_embedding.weight");
      assertThat(smaller[7]).isEqualTo(table[7]);
      assertThat(values(c, "token_embedding.weight")[7]).isNotEqualTo(table[7]);
      assertThat(values(a, "visual.proj")[0]).isNotEqualTo(values(a, "visual.class_embedding")[0]);
    }
  }
}
