package dev.jclip.model.siglip;

import dev.jclip.model.VisionTower;
import dev.jclip.nn.AttentionMask;
import dev.jclip.nn.HiddenStates;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import dev.jclip.nn.Transformer;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** The Vision Transformer of SigLIP (arXiv 2303.15343, section 3; arXiv 2010.11929). */
final class SiglipVisionTower implements VisionTower {
  private final UnaryOperator<Tensor> patchEmbedding;
  private final Tensor patchBias;
  private final Tensor positionalEmbedding;
  private final Transformer transformer;
  private final LayerNorm lnPost;
  private final AttentionPoolingHead attentionPool;

  /** Takes the tensors of {@code visual}. */
  SiglipVisionTower(SiglipVisionConfig config, Parameters parameters, Layers layers) {
    SiglipVisionConfig.Blocks shape = config.blocks();
    long width = shape.width();
    long positions = (long) config.gridSize() * config.gridSize();
    positionalEmbedding = parameters.parameter("positional_embedding", positions, width);
    Parameters conv = parameters.at("conv1");
    patchEmbedding = layers.patchEmbedding(conv, width, config.patchSize());
    patchBias = conv.parameter("bias", width);
    transformer =
        layers.transformer(parameters.at("transformer"), shape.layers(), blockShape(shape));
    lnPost = new LayerNorm(parameters.at("ln_post"), width, shape.layerNormEps());
    attentionPool = new AttentionPoolingHead(parameters.at("attn_pool"), shape);
  }

  private static ResidualAttentionBlock.Shape blockShape(SiglipVisionConfig.Blocks shape) {
    boolean layerScale = false;
    return new ResidualAttentionBlock.Shape(
        shape.width(),
        shape.heads(),
        shape.mlpWidth(),
        shape.activation(),
        layerScale,
        shape.layerNormEps());
  }

  @Override
  public HiddenStates hiddenStates(Tensor pixels) {
    Tensor patches = patchEmbedding.apply(pixels).add(patchBias); // [B, G², D]
    return transformer.forward(patches.add(positionalEmbedding), AttentionMask.none());
  }

  @Override
  public Tensor pool(Tensor last) {
    return attentionPool.forward(lnPost.forward(last));
  }

  @Override
  public Tensor projectPatches(Tensor last) {
    return attentionPool.projectEach(lnPost.forward(last));
  }
}
