package dev.jclip.config;

import dev.jclip.config.range.Ranges;
import java.util.Objects;
import java.util.Optional;

/**
 * A Vision Transformer image tower (arXiv 2103.00020, section 2.4).
 *
 * @param imageSize side of the square input image, in pixels; any rest beyond whole patches is not
 *     looked at
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
  /**
   * Attentional pooling by learned queries (CoCa, arXiv 2205.01917, section 3.2).
   *
   * @param queries number of learned queries
   * @param heads number of attention heads
   */
  public record AttentionPooler(int queries, int heads) {
    /** Checks the ranges. */
    public AttentionPooler {
      Ranges.check("attn_pooler_queries", queries, 1, 1 << 14);
      Ranges.check("attn_pooler_heads", heads, 1, 1 << 10);
    }
  }

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
  public int featureWidth() {
    return width;
  }

  @Override
  public Optional<BlockStack> blockStack() {
    return Optional.of(new BlockStack(layers, gridSize() * gridSize() + 1));
  }

  @Override
  public TokenGrid tokens() {
    return new TokenGrid(1, gridSize(), width);
  }

  @Override
  public VitConfig withImageSize(int imageSize) {
    return toBuilder().imageSize(imageSize).build();
  }

  /** Returns a builder whose sizes are still to be set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that begins with the values of this architecture. */
  public Builder toBuilder() {
    return new Builder()
        .imageSize(imageSize)
        .patchSize(patchSize)
        .width(width)
        .layers(layers)
        .heads(heads)
        .mlpWidth(mlpWidth)
        .activation(activation)
        .pooling(pooling)
        .preNorm(preNorm)
        .normAfterPooling(normAfterPooling)
        .layerScale(layerScale)
        .attentionPooler(attentionPooler)
        .layerNormEps(layerNormEps);
  }

  /**
   * Collects the values of a Vision Transformer by their names. Each method sets one value and
   * returns this builder. For one thread.
   */
  public static final class Builder {
    private int imageSize;
    private int patchSize;
    private int width;
    private int layers;
    private int heads;
    private int mlpWidth;
    private Activation activation = Activation.GELU;
    private VisionPooling pooling = VisionPooling.CLS;
    private boolean preNorm = true;
    private boolean normAfterPooling;
    private boolean layerScale;
    private Optional<AttentionPooler> attentionPooler = Optional.empty();
    private double layerNormEps = 1e-5;

    private Builder() {}

    /** Sets the side of the square input image, in pixels. */
    public Builder imageSize(int value) {
      imageSize = value;
      return this;
    }

    /** Sets the side of a square patch, in pixels. */
    public Builder patchSize(int value) {
      patchSize = value;
      return this;
    }

    /** Sets the channels of the residual stream. */
    public Builder width(int value) {
      width = value;
      return this;
    }

    /** Sets the number of residual blocks. */
    public Builder layers(int value) {
      layers = value;
      return this;
    }

    /** Sets the number of attention heads. */
    public Builder heads(int value) {
      heads = value;
      return this;
    }

    /** Sets the hidden channels of the MLPs. */
    public Builder mlpWidth(int value) {
      mlpWidth = value;
      return this;
    }

    /** Sets the non-linearity of the MLPs; without this call it is GELU. */
    public Builder activation(Activation value) {
      activation = value;
      return this;
    }

    /** Sets how the tokens become one vector; without this call the class token is taken. */
    public Builder pooling(VisionPooling value) {
      pooling = value;
      return this;
    }

    /** Sets whether a LayerNorm precedes the blocks; without this call one does. */
    public Builder preNorm(boolean value) {
      preNorm = value;
      return this;
    }

    /**
     * Sets whether the final LayerNorm acts on the pooled vector; without this call it acts on each
     * token.
     */
    public Builder normAfterPooling(boolean value) {
      normAfterPooling = value;
      return this;
    }

    /** Sets whether each residual branch has a learned gain; without this call none has. */
    public Builder layerScale(boolean value) {
      layerScale = value;
      return this;
    }

    /** Sets the learned queries that pool the tokens; without this call there are none. */
    public Builder attentionPooler(Optional<AttentionPooler> value) {
      attentionPooler = value;
      return this;
    }

    /** Sets the epsilon of the LayerNorms; without this call it is 1e-5. */
    public Builder layerNormEps(double value) {
      layerNormEps = value;
      return this;
    }

    /**
     * Makes the architecture.
     *
     * @throws IllegalArgumentException if a size is missing or out of range, or if sizes do not fit
     *     one another
     */
    public VitConfig build() {
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
}
