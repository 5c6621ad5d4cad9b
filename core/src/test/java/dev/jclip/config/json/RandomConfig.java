package dev.jclip.config.json;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.ResNetConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.TextPooling;
import dev.jclip.config.TextProjection;
import dev.jclip.config.VisionConfig;
import dev.jclip.config.VisionPooling;
import dev.jclip.config.VitConfig;
import dev.jclip.config.VitConfig.AttentionPooler;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random architectures that open_clip's fields can say. */
final class RandomConfig {
  private RandomConfig() {}

  static ClipConfig of(Random random) {
    Activation activation = pick(random, Activation.values());
    int embedDim = 8 * (1 + random.nextInt(64));
    VisionConfig vision =
        random.nextInt(4) == 0 ? resNet(random) : vit(random, activation, embedDim);
    return new ClipConfig(
        embedDim, vision, text(random, activation, embedDim), random.nextBoolean());
  }

  private static ResNetConfig resNet(Random random) {
    int width = 2 * (1 + random.nextInt(64));
    List<Integer> blocks = random.ints(4, 1, 9).boxed().toList();
    return new ResNetConfig(32 * (1 + random.nextInt(8)), width, blocks, 1 << random.nextInt(6));
  }

  private static VitConfig vit(Random random, Activation activation, int embedDim) {
    int heads = 1 + random.nextInt(16);
    int width = heads * (1 + random.nextInt(96));
    int patchSize = 1 + random.nextInt(32);
    return VitConfig.builder()
        .imageSize(patchSize * (1 + random.nextInt(24)) + random.nextInt(3))
        .patchSize(patchSize)
        .width(width)
        .layers(1 + random.nextInt(48))
        .heads(heads)
        .mlpWidth(1 + random.nextInt(8 * width))
        .activation(activation)
        .pooling(pick(random, VisionPooling.values()))
        .preNorm(random.nextBoolean())
        .normAfterPooling(random.nextBoolean())
        .layerScale(random.nextBoolean())
        .attentionPooler(
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new AttentionPooler(1 + random.nextInt(256), gcd(embedDim, 8))))
        .layerNormEps(random.nextBoolean() ? 1e-5 : 1e-6)
        .build();
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static TextConfig text(Random random, Activation activation, int embedDim) {
    TextProjection projection = pick(random, TextProjection.values());
    TextPooling pooling = pick(random, TextPooling.values());
    int heads = 1 << random.nextInt(4);
    int width = projection == TextProjection.NONE ? embedDim : heads * (1 + random.nextInt(96));
    int vocabSize = 3 + random.nextInt(50000);
    return TextConfig.builder()
        .contextLength(3 + random.nextInt(128))
        .vocabSize(vocabSize)
        .width(width)
        .layers(1 + random.nextInt(24))
        .heads(heads)
        .mlpWidth(1 + random.nextInt(8 * width))
        .activation(activation)
        .pooling(pooling)
        .eotToken(pooling == TextPooling.EOT_ID ? random.nextInt(vocabSize) : vocabSize - 1)
        .padToken(random.nextInt(vocabSize))
        .causal(random.nextBoolean())
        .layerScale(random.nextBoolean())
        .projection(projection)
        .layerNormEps(random.nextBoolean() ? 1e-5 : 1e-12)
        .build();
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
