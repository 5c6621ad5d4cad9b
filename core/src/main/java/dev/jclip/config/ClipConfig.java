package dev.jclip.config;

import dev.jclip.config.range.Ranges;
import java.util.Objects;
import java.util.Optional;

/**
 * The architecture of a CLIP model: two towers that meet in a shared space.
 *
 * @param embedDim size E of the shared space
 * @param vision the image tower
 * @param text the text tower
 * @param logitBias whether logits have a learned bias besides their scale (SigLIP, arXiv
 *     2303.15343)
 * @param decoder what writes captions on top of both towers (CoCa, arXiv 2205.01917), where there
 *     is one
 */
public record ClipConfig(
    int embedDim,
    VisionConfig vision,
    TextConfig text,
    boolean logitBias,
    Optional<CaptionDecoder> decoder) {
  /** Checks the ranges and that the towers can meet. */
  public ClipConfig {
    Ranges.check("embedDim", embedDim, 1, Ranges.MAX_WIDTH);
    Objects.requireNonNull(vision);
    if (text.projection() == TextProjection.NONE && text.width() != embedDim) {
      throw new IllegalArgumentException(
          "text width: expected embedDim %d, since there is no text projection, found %d"
              .formatted(embedDim, text.width()));
    }
    if (vision instanceof VitConfig vit && vit.attentionPooler().isPresent()) {
      Ranges.checkDivides(
          "attn_pooler_heads", vit.attentionPooler().get().heads(), "embedDim", embedDim);
    }
    if (decoder.isPresent()) {
      requireDescribable(decoder.get(), embedDim, vision, text);
    }
  }

  /** The architecture of a model without a caption decoder. */
  public ClipConfig(int embedDim, VisionConfig vision, TextConfig text, boolean logitBias) {
    this(embedDim, vision, text, logitBias, Optional.empty());
  }

  /**
   * The Transformer that continues captions: blocks that attend to the caption's tokens, each
   * followed by one that attends to the image's tokens (arXiv 2205.01917, section 3.2). Its MLPs
   * have four times its width.
   *
   * @param contextLength tokens of a caption at most
   * @param width channels, which are those of the text tower and of the image's tokens
   * @param layers pairs of blocks
   * @param heads attention heads; divides {@code width}
   * @param activation non-linearity of the MLPs
   * @param layerScale whether each residual branch has a learned gain per channel
   * @param images which tokens of an image it attends to
   */
  public record CaptionDecoder(
      int contextLength,
      int width,
      int layers,
      int heads,
      Activation activation,
      boolean layerScale,
      ImageTokens images) {
    /** Checks the ranges and that the sizes fit one another. */
    public CaptionDecoder {
      Ranges.check("context_length", contextLength, 3, 1 << 16);
      Ranges.check("width", width, 1, Ranges.MAX_WIDTH / 4);
      Ranges.check("layers", layers, 1, Ranges.MAX_LAYERS);
      Ranges.check("heads", heads, 1, width);
      Ranges.checkDivides("heads", heads, "width", width);
      Objects.requireNonNull(activation);
      Objects.requireNonNull(images);
    }

    /** Where the tokens come from that stand for an image. */
    public enum ImageTokens {
      /** CoCa's image tower gives them, in the decoder's width. */
      OF_TOWER,
      /** The tokens of any image tower are projected by a layer of the decoder's own. */
      PROJECTED
    }

    /** Whether it stands beside towers that know nothing of it, and in files of its own. */
    public boolean isSeparate() {
      return images == ImageTokens.PROJECTED;
    }
  }

  private static void requireDescribable(
      CaptionDecoder decoder, int embedDim, VisionConfig vision, TextConfig text) {
    if (!text.causal()) {
      throw new IllegalArgumentException(
          "no_causal_mask: expected a causal text tower below the caption decoder, found one whose tokens see those behind them");
    }
    requireWidth(decoder, "text tower", text.width());
    if (!decoder.isSeparate()) {
      requireCoCa(decoder, embedDim, vision, text);
    }
  }

  private static void requireCoCa(
      CaptionDecoder decoder, int embedDim, VisionConfig vision, TextConfig text) {
    if (text.pooling() != TextPooling.APPENDED_CLASS) {
      throw new IllegalArgumentException(
          "multimodal_cfg: expected a text tower with an appended class token (embed_cls), as CoCa has it, found one that is pooled by "
              + text.pooling());
    }
    if (!(vision instanceof VitConfig vit)) {
      throw new IllegalArgumentException(
          "multimodal_cfg: expected a Vision Transformer, whose tokens the decoder describes, found "
              + vision);
    }
    if (vit.attentionPooler().isEmpty()) {
      requireWidth(decoder, "image tower", vit.width());
      return;
    }
    requireWidth(decoder, "attentional pooler (embed_dim)", embedDim);
    if (vit.attentionPooler().get().queries() < 2) {
      throw new IllegalArgumentException(
          "attn_pooler_queries: expected 2 or more, since the decoder describes all but the first, found 1");
    }
  }

  private static void requireWidth(CaptionDecoder decoder, String part, int width) {
    if (decoder.width() != width) {
      throw new IllegalArgumentException(
          "multimodal_cfg width: expected %d, the width of the %s, found %d"
              .formatted(width, part, decoder.width()));
    }
  }

  /** The same model for images of another size, in pixels. */
  public ClipConfig withImageSize(int imageSize) {
    return new ClipConfig(embedDim, vision.withImageSize(imageSize), text, logitBias, decoder);
  }

  /** The two towers without the caption decoder. */
  public ClipConfig withoutDecoder() {
    return new ClipConfig(embedDim, vision, text, logitBias);
  }

  /** The two towers with a caption decoder. */
  public ClipConfig withDecoder(CaptionDecoder value) {
    return new ClipConfig(embedDim, vision, text, logitBias, Optional.of(value));
  }
}
