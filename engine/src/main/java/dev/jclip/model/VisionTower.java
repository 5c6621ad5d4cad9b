package dev.jclip.model;

import dev.jclip.nn.HiddenStates;
import org.bytedeco.pytorch.Tensor;

/** An image tower. Immutable; may be used by many threads at once. */
public interface VisionTower {
  /**
   * The tokens at the end of the tower: for a Vision Transformer the class token, if it has one,
   * and the patches, before the final LayerNorm; for a ResNet the cells of its last two stages.
   *
   * @param pixels [B, 3, H, W], normalised
   */
  HiddenStates hiddenStates(Tensor pixels);

  /**
   * Pools the last hidden state into features.
   *
   * @param last [B, N, D]
   * @return [B, E], not normalised
   */
  Tensor pool(Tensor last);

  /**
   * Each patch by itself in the shared space, row by row from the top left.
   *
   * @param last [B, N, D]
   * @return [B, G², E], not normalised
   */
  Tensor projectPatches(Tensor last);

  /**
   * What a caption decoder projects of images, as {@link dev.jclip.config.VisionConfig#tokens}
   * says.
   *
   * @return [B, M, D]
   */
  default Tensor tokens(HiddenStates states) {
    return states.last();
  }

  /**
   * What CoCa's caption decoder sees of images; of towers that a CoCa can have.
   *
   * @param last [B, N, D]
   * @return [B, M, W], the tokens that are described
   */
  default Tensor describedTokens(Tensor last) {
    throw new UnsupportedOperationException("no caption decoder describes this image tower");
  }

  /**
   * Encodes images.
   *
   * @param pixels [B, 3, H, W], normalised
   * @return [B, E], not normalised
   */
  default Tensor forward(Tensor pixels) {
    return pool(hiddenStates(pixels).last());
  }
}
