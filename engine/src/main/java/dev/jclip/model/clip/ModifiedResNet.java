package dev.jclip.model.clip;

import dev.jclip.config.ResNetConfig;
import dev.jclip.model.VisionTower;
import dev.jclip.nn.AttentionPool2d;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * The ResNet of CLIP: a stem of three convolutions, average pooling in place of strides, and
 * attention in place of the global average (arXiv 2103.00020, section 2.4).
 */
public final class ModifiedResNet implements VisionTower {
  private final ResNetStages stages;
  private final AttentionPool2d attentionPool;

  /** Takes the tensors of {@code visual}. */
  ModifiedResNet(ResNetConfig config, int embedDim, Parameters parameters, Layers layers) {
    stages = new ResNetStages(config, config.blocks().size(), parameters, layers);
    attentionPool =
        new AttentionPool2d(
            parameters.at("attnpool"),
            config.gridSize(),
            config.featureWidth(),
            config.heads(),
            embedDim);
  }

  @Override
  public HiddenStates hiddenStates(Tensor pixels) {
    return stages.forward(pixels);
  }

  @Override
  public Tensor tokens(HiddenStates states) {
    return states.penultimate();
  }

  @Override
  public Tensor pool(Tensor last) {
    return attentionPool.forward(last);
  }

  @Override
  public Tensor projectPatches(Tensor last) {
    return attentionPool.projectEach(last);
  }
}
