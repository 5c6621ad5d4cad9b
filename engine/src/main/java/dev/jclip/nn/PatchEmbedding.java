package dev.jclip.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * The patch embedding as one product: patches do not overlap, so each is a row of pixels.
 *
 * @param linear [B, G², 3 P²] to [B, G², D], float32
 */
public record PatchEmbedding(UnaryOperator<Tensor> linear, long patchSize) {
  /**
   * Embeds patches.
   *
   * @param pixels [B, 3, H, W]
   * @return [B, G², D]
   */
  public Tensor forward(Tensor pixels) {
    long batch = pixels.size(0);
    long rows = pixels.size(2) / patchSize;
    long columns = pixels.size(3) / patchSize;
    Tensor patches =
        pixels
            .narrow(2, 0, rows * patchSize)
            .narrow(3, 0, columns * patchSize)
            .reshape(batch, 3, rows, patchSize, columns, patchSize)
            .permute(0, 2, 4, 1, 3, 5)
            .reshape(batch, rows * columns, 3 * patchSize * patchSize); // [B, G², 3 P²]
    return linear.apply(patches);
  }
}
