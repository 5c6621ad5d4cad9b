package dev.jclip.model.coca;

import dev.jclip.nn.KeyValues;
import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.ResidualAttentionBlock;
import org.bytedeco.pytorch.Tensor;

/**
 * Of the decoder, a block that attends to the caption's tokens and one that attends to an image.
 */
final class DecoderLayer {
  private final CaptionBlock self;
  private final CaptionBlock cross;
  private final LayerNorm lnOfImage;

  /** Takes the tensors of one index below {@code resblocks} and {@code cross_attn}. */
  DecoderLayer(Parameters decoder, int index, ResidualAttentionBlock.Shape shape, Layers layers) {
    self = CaptionBlock.toCaption(decoder.at("resblocks." + index), shape, layers.ofFewRows());
    Parameters second = decoder.at("cross_attn." + index);
    cross = CaptionBlock.toImage(second, shape, layers.ofFewRows());
    lnOfImage = new LayerNorm(second.at("ln_1_kv"), shape.width(), shape.layerNormEps());
  }

  /**
   * What the second block's tokens attend to.
   *
   * @param image [B, M, D]
   */
  KeyValues keyValues(Tensor image) {
    return cross.attention().keyValues(lnOfImage.forward(image));
  }

  /**
   * Applies both blocks.
   *
   * @param x [B, N, D]
   * @return [B, N, D]
   */
  Tensor forward(Tensor x, CaptionBlock.Memory caption, CaptionBlock.Memory image) {
    return cross.forward(self.forward(x, caption), image);
  }
}
