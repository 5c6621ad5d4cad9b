package dev.jclip.model.siglip;

import dev.jclip.config.Activation;
import dev.jclip.config.VisionConfig;
import dev.jclip.config.range.Ranges;
import java.util.Objects;
import java.util.Optional;

/**
 * An image tower of SigLIP: a Vision Transformer without a class token, pooled by attention.
 *
 * @param imageSize side of the square input image, in pixels; any rest beyond whole patches is not
 *     looked at
 * @param patchSize side of a square patch, in pixels
 * @param blocks the blocks of the tower, which the MLP of the pooling resembles
 */
public record SiglipVisionConfig(int imageSize, int patchSize, Blocks blocks)
    implements VisionConfig {
  /**
   * The sizes of the residual attention blocks.
   *
   * @param width channels D of the residual stream, and of the shared space
   * @param layers number of blocks
   * @param heads attention heads of the blocks and of the pooling; divides {@code width}
   * @param mlpWidth hidden channels of each MLP
   * @param activation non-linearity of the MLPs
   * @param layerNormEps epsilon of the LayerNorms
   */
  public record Blocks(
      int width, int layers, int heads, int mlpWidth, Activation activation, double layerNormEps) {
    /** Checks the ranges and that the sizes fit one another. */
    public Blocks {
      Ranges.check("width", width, 1, Ranges.MAX_WIDTH);
      Ranges.check("layers", layers, 1, Ranges.MAX_LAYERS);
      Ranges.check("heads", heads, 1, width);
      Ranges.checkDivides("heads", heads, "width", width);
      Ranges.check("mlpWidth", mlpWidth, 1, Ranges.MAX_WIDTH);
      Ranges.checkEpsilon(layerNormEps);
      Objects.requireNonNull(activation);
    }
  }

  /** Checks the ranges. */
  public SiglipVisionConfig {
    Ranges.check("imageSize", imageSize, 1, Ranges.MAX_IMAGE_SIZE);
    Ranges.check("patchSize", patchSize, 1, imageSize);
    Objects.requireNonNull(blocks);
  }

  /** Patches per side: G. */
  public int gridSize() {
    return imageSize / patchSize;
  }

  @Override
  public int width() {
    return blocks.width();
  }

  @Override
  public int featureWidth() {
    return blocks.width();
  }

  @Override
  public Optional<BlockStack> blockStack() {
    return Optional.of(new BlockStack(blocks.layers(), gridSize() * gridSize()));
  }

  @Override
  public TokenGrid tokens() {
    return new TokenGrid(0, gridSize(), width());
  }

  @Override
  public SiglipVisionConfig withImageSize(int imageSize) {
    return new SiglipVisionConfig(imageSize, patchSize, blocks);
  }
}
