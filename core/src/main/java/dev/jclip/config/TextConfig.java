package dev.jclip.config;

import dev.jclip.config.range.Ranges;
import java.util.Objects;

/**
 * A Transformer text tower (arXiv 2103.00020, section 2.4).
 *
 * @param contextLength tokens L that the tower takes at most, start and end token included
 * @param vocabSize number of token ids
 * @param width channels D of the residual stream
 * @param layers number of residual blocks
 * @param heads attention heads; divides {@code width}
 * @param mlpWidth hidden channels of each block's MLP
 * @param activation non-linearity of the MLPs
 * @param pooling which token stands for the text
 * @param eotToken the end token's id that {@link TextPooling#EOT_ID} looks for
 * @param padToken the id that fills the places after the end token
 * @param causal whether a token sees only itself and those before it
 * @param layerScale whether each residual branch has a learned gain per channel
 * @param projection the map to the shared space
 * @param layerNormEps epsilon of the LayerNorms
 */
public record TextConfig(
    int contextLength,
    int vocabSize,
    int width,
    int layers,
    int heads,
    int mlpWidth,
    Activation activation,
    TextPooling pooling,
    int eotToken,
    int padToken,
    boolean causal,
    boolean layerScale,
    TextProjection projection,
    double layerNormEps) {
  /** Checks the ranges and that the sizes fit one another. */
  public TextConfig {
    Ranges.check("contextLength", contextLength, 3, 1 << 16);
    Ranges.check("vocabSize", vocabSize, 3, 1 << 24);
    Ranges.check("width", width, 1, Ranges.MAX_WIDTH);
    Ranges.check("layers", layers, 1, Ranges.MAX_LAYERS);
    Ranges.check("heads", heads, 1, width);
    Ranges.checkDivides("heads", heads, "width", width);
    Ranges.check("mlpWidth", mlpWidth, 1, Ranges.MAX_WIDTH);
    Ranges.check("eotToken", eotToken, 0, vocabSize - 1);
    Ranges.check("padToken", padToken, 0, vocabSize - 1);
    Ranges.checkEpsilon(layerNormEps);
    Objects.requireNonNull(activation);
    Objects.requireNonNull(pooling);
    Objects.requireNonNull(projection);
  }

  /** Positions of the tower: the context, and the class token's own place where one is appended. */
  public int positions() {
    return pooling == TextPooling.APPENDED_CLASS ? contextLength + 1 : contextLength;
  }

  /**
   * Whether places after the end token change nothing, so that a text may be cut there. True under
   * causal attention when the pooled token is the end token or one before it.
   */
  public boolean ignoresPadding() {
    return causal
        && switch (pooling) {
          case EOT_ARGMAX, EOT_ID, FIRST -> true;
          case LAST, APPENDED_CLASS -> false;
        };
  }

  /**
   * The id that fills the places after a text. Where they change nothing it is the text's own last
   * one, since any other could be the largest, at which {@link TextPooling#EOT_ARGMAX} pools.
   *
   * @param last the text's last id
   */
  public long paddingAfter(long last) {
    return ignoresPadding() ? last : padToken;
  }

  /** Returns a builder whose sizes are still to be set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that begins with the values of this architecture. */
  public Builder toBuilder() {
    return new Builder()
        .contextLength(contextLength)
        .vocabSize(vocabSize)
        .width(width)
        .layers(layers)
        .heads(heads)
        .mlpWidth(mlpWidth)
        .activation(activation)
        .pooling(pooling)
        .eotToken(eotToken)
        .padToken(padToken)
        .causal(causal)
        .layerScale(layerScale)
        .projection(projection)
        .layerNormEps(layerNormEps);
  }

  /**
   * Collects the values of a text tower by their names. Each method sets one value and returns this
   * builder. For one thread.
   */
  public static final class Builder {
    private int contextLength;
    private int vocabSize;
    private int width;
    private int layers;
    private int heads;
    private int mlpWidth;
    private Activation activation = Activation.GELU;
    private TextPooling pooling = TextPooling.EOT_ARGMAX;
    private int eotToken;
    private int padToken;
    private boolean causal = true;
    private boolean layerScale;
    private TextProjection projection = TextProjection.MATRIX;
    private double layerNormEps = 1e-5;

    private Builder() {}

    /** Sets how many tokens the tower takes at most. */
    public Builder contextLength(int value) {
      contextLength = value;
      return this;
    }

    /** Sets the number of token ids. */
    public Builder vocabSize(int value) {
      vocabSize = value;
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

    /**
     * Sets which token stands for the text; without this call it is the one with the largest id.
     */
    public Builder pooling(TextPooling value) {
      pooling = value;
      return this;
    }

    /** Sets the id of the end token; without this call it is 0. */
    public Builder eotToken(int value) {
      eotToken = value;
      return this;
    }

    /** Sets the id that fills the places after the end token; without this call it is 0. */
    public Builder padToken(int value) {
      padToken = value;
      return this;
    }

    /** Sets whether a token sees only itself and those before it; without this call it does. */
    public Builder causal(boolean value) {
      causal = value;
      return this;
    }

    /** Sets whether each residual branch has a learned gain; without this call none has. */
    public Builder layerScale(boolean value) {
      layerScale = value;
      return this;
    }

    /** Sets the map to the shared space; without this call it is a matrix. */
    public Builder projection(TextProjection value) {
      projection = value;
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
    public TextConfig build() {
      return new TextConfig(
          contextLength,
          vocabSize,
          width,
          layers,
          heads,
          mlpWidth,
          activation,
          pooling,
          eotToken,
          padToken,
          causal,
          layerScale,
          projection,
          layerNormEps);
    }
  }
}
