package dev.jclip.model.clip;

import dev.jclip.config.ResNetConfig;
import dev.jclip.nn.Bottleneck;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import dev.jclip.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The stem of CLIP's ResNet and the first of its stages. Immutable. */
public final class ResNetStages {
  private final List<UnaryOperator<Tensor>> stem;
  private final List<List<UnaryOperator<Tensor>>> stages;

  /**
   * Takes the tensors of {@code visual}.
   *
   * @param count how many of the stages, 1 or more
   */
  public ResNetStages(ResNetConfig config, int count, Parameters parameters, Layers layers) {
    int width = config.width();
    stem =
        List.of(
            stemConv(layers, parameters, 1, 3, width / 2, 2),
            stemConv(layers, parameters, 2, width / 2, width / 2, 1),
            stemConv(layers, parameters, 3, width / 2, width, 1));
    var built = new ArrayList<List<UnaryOperator<Tensor>>>();
    int in = width;
    for (int stage = 0; stage < count; stage++) {
      int planes = width << stage;
      int stride = stage == 0 ? 1 : 2;
      built.add(
          stage(
              layers,
              parameters.at("layer" + (stage + 1)),
              config.blocks().get(stage),
              in,
              planes,
              stride));
      in = planes * Bottleneck.EXPANSION;
    }
    stages = List.copyOf(built);
  }

  private static UnaryOperator<Tensor> stemConv(
      Layers layers, Parameters parameters, int index, int in, int out, int stride) {
    return layers.convNormRelu(
        parameters.at("conv" + index), parameters.at("bn" + index), in, out, 3, stride);
  }

  private static List<UnaryOperator<Tensor>> stage(
      Layers layers, Parameters parameters, int blocks, int in, int planes, int stride) {
    var stage = new ArrayList<UnaryOperator<Tensor>>();
    stage.add(layers.bottleneck(parameters.at("0"), in, planes, stride));
    for (int block = 1; block < blocks; block++) {
      int out = planes * Bottleneck.EXPANSION;
      stage.add(layers.bottleneck(parameters.at(String.valueOf(block)), out, planes, 1));
    }
    return List.copyOf(stage);
  }

  /**
   * The cells of images.
   *
   * @param pixels [B, 3, H, W], normalised
   * @return [B, N, D] those of the last of these stages, and of the one before it
   */
  public HiddenStates forward(Tensor pixels) {
    Tensor fast = pixels.contiguous(torch.MemoryFormat.ChannelsLast);
    Tensor x = TensorScope.keepingOnly(() -> stem(fast)); // [B, D, H/4, W/4]
    Tensor before = x;
    for (List<UnaryOperator<Tensor>> stage : stages) {
      before = x;
      x = TensorScope.keepingOnly(forward(stage, x));
    }
    torch.ScalarType kind = pixels.scalar_type();
    return new HiddenStates(cells(x.to(kind)), cells(before.to(kind)));
  }

  private Tensor stem(Tensor pixels) {
    Tensor x = pixels;
    for (UnaryOperator<Tensor> conv : stem) {
      x = conv.apply(x);
    }
    return torch.avg_pool2d(x, 2, 2);
  }

  private static Supplier<Tensor> forward(List<UnaryOperator<Tensor>> stage, Tensor in) {
    return () -> {
      Tensor x = in;
      for (UnaryOperator<Tensor> block : stage) {
        Tensor blockIn = x;
        x = TensorScope.keepingOnly(() -> block.apply(blockIn));
      }
      return x;
    };
  }

  private static Tensor cells(Tensor map) {
    return map.flatten(2, 3).transpose(1, 2); // [B, C, H, W] -> [B, HW, C]
  }
}
