package dev.jclip.config;

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
}
