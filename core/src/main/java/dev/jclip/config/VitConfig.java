package dev.jclip.config;

import java.util.Objects;
import java.util.Optional;

/**
 * A Vision Transformer image tower (arXiv 2103.00020, section 2.4).
 *
 * @param imageSize side of the square input picture, in pixels; any rest beyond whole patches is
 *     not looked at
 * @param patchSize side of a square patch, in pixels
 * @param width channels D of the residual stream
 * @param layers number of residual blocks
 * @param heads attention heads; divides {@code width}
 * @param mlpWidth hidden channels of each block's MLP
 * @param activation non-linearity of the MLPs
 * @param pooling how the tokens become one vector
 * @param preNorm whether a LayerNorm precedes the blocks
 * @param normAfterPooling whether the final LayerNorm acts on the pooled vector instead of on each
 *     token; ignored with an {@code attentionPooler}
 * @param layerScale whether each residual branch has a learned gain per channel (arXiv 2103.17239)
 * @param attentionPooler learned queries that pool the tokens before {@code pooling}, where present
 * @param layerNormEps epsilon of the LayerNorms
 */
public record VitConfig(
    int imageSize,
    int patchSize,
    int width,
    int layers,
    int heads,
    int mlpWidth,
    Activation activation,
    VisionPooling pooling,
    boolean preNorm,
    boolean normAfterPooling,
    boolean layerScale,
    Optional<AttentionPooler> attentionPooler,
    double layerNormEps)
    implements VisionConfig {
  /** Checks the ranges and that the sizes fit one another. */
  public VitConfig {
    Ranges.check("imageSize", imageSize, 1, Ranges.MAX_IMAGE_SIZE);
    Ranges.check("patchSize", patchSize, 1, imageSize);
    Ranges.check("width", width, 1, Ranges.MAX_WIDTH);
    Ranges.check("layers", layers, 1, Ranges.MAX_LAYERS);
    Ranges.check("heads", heads, 1, width);
    Ranges.checkDivides("heads", heads, "width", width);
    Ranges.check("mlpWidth", mlpWidth, 1, Ranges.MAX_WIDTH);
    Ranges.checkEpsilon(layerNormEps);
    Objects.requireNonNull(activation);
    Objects.requireNonNull(pooling);
    Objects.requireNonNull(attentionPooler);
  }

  /** Patches per side: G. */
  public int gridSize() {
    return imageSize / patchSize;
  }

  @Override
  public VitConfig withImageSize(int imageSize) {
    return new VitConfig(
        imageSize,
        patchSize,
        width,
        layers,
        heads,
        mlpWidth,
        activation,
        pooling,
        preNorm,
        normAfterPooling,
        layerScale,
        attentionPooler,
        layerNormEps);
  }
}
