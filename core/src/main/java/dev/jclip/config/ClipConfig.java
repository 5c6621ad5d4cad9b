package dev.jclip.config;

import dev.jclip.config.range.Ranges;
import java.util.Objects;

/**
 * The architecture of a CLIP model: two towers that meet in a shared space.
 *
 * @param embedDim size E of the shared space
 * @param vision the image tower
 * @param text the text tower
 * @param logitBias whether logits have a learned bias besides their scale (SigLIP, arXiv
 *     2303.15343)
 */
public record ClipConfig(int embedDim, VisionConfig vision, TextConfig text, boolean logitBias) {
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
  }

  /** The same model for images of another size, in pixels. */
  public ClipConfig withImageSize(int imageSize) {
    return new ClipConfig(embedDim, vision.withImageSize(imageSize), text, logitBias);
  }
}
