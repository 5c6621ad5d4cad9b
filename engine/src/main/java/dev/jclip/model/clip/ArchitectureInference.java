package dev.jclip.model.clip;

import dev.jclip.config.Activation;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.ResNetConfig;
import dev.jclip.config.TextConfig;
import dev.jclip.config.VisionConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.error.CheckpointException;
import dev.jclip.weights.StateDict;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The architecture of a checkpoint that has no configuration, from the shapes of its tensors. What
 * no shape tells is as in OpenAI's models: heads of 64 channels, QuickGELU, class token and end
 * token as the pooled ones.
 */
final class ArchitectureInference {
  private static final int HEAD_WIDTH = 64;
  private static final double LAYER_NORM_EPS = 1e-5;

  private final StateDict stateDict;

  ArchitectureInference(StateDict stateDict) {
    this.stateDict = stateDict;
  }

  ClipConfig infer() {
    try {
      return new ClipConfig(size("text_projection", 1), vision(), text(), false);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(
          "%s: the architecture does not follow from the tensors: %s"
              .formatted(stateDict.files().getFirst(), e.getMessage()),
          e);
    }
  }

  private VisionConfig vision() {
    return stateDict.contains("visual.proj") ? vit() : resNet();
  }

  private VitConfig vit() {
    int width = size("visual.conv1.weight", 0);
    int patchSize = size("visual.conv1.weight", 3);
    int grid = grid("visual.positional_embedding");
    return VitConfig.builder()
        .imageSize(Math.multiplyExact(patchSize, grid))
        .patchSize(patchSize)
        .width(width)
        .layers(count("visual.transformer.resblocks."))
        .heads(heads(width))
        .mlpWidth(size("visual.transformer.resblocks.0.mlp.c_fc.weight", 0))
        .activation(Activation.QUICK_GELU)
        .layerNormEps(LAYER_NORM_EPS)
        .build();
  }

  private ResNetConfig resNet() {
    int width = size("visual.layer1.0.conv1.weight", 0);
    List<Integer> blocks =
        IntStream.rangeClosed(1, 4).map(i -> count("visual.layer" + i + ".")).boxed().toList();
    int grid = grid("visual.attnpool.positional_embedding");
    return new ResNetConfig(
        Math.multiplyExact(ResNetConfig.STRIDE, grid), width, blocks, heads(32 * width));
  }

  private TextConfig text() {
    int width = size("ln_final.weight", 0);
    int vocabSize = size("token_embedding.weight", 0);
    return TextConfig.builder()
        .contextLength(size("positional_embedding", 0))
        .vocabSize(vocabSize)
        .width(width)
        .layers(count("transformer.resblocks."))
        .heads(heads(width))
        .mlpWidth(size("transformer.resblocks.0.mlp.c_fc.weight", 0))
        .activation(Activation.QUICK_GELU)
        .eotToken(vocabSize - 1)
        .layerNormEps(LAYER_NORM_EPS)
        .build();
  }

  private static int heads(int width) {
    return Math.max(1, width / HEAD_WIDTH);
  }

  private int size(String name, int dimension) {
    if (!stateDict.contains(name)) {
      throw new IllegalArgumentException(name + " is missing");
    }
    long[] shape = stateDict.get(name).shape();
    if (dimension >= shape.length || shape[dimension] > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " has the shape " + Arrays.toString(shape));
    }
    return (int) shape[dimension];
  }

  private int grid(String positions) {
    return (int) Math.round(Math.sqrt(size(positions, 0) - 1));
  }

  /** How many different indices follow a prefix. */
  private int count(String prefix) {
    return (int)
        stateDict.names().stream()
            .filter(name -> name.startsWith(prefix))
            .map(name -> name.substring(prefix.length()).split("\\.", 2)[0])
            .distinct()
            .count();
  }
}
