package dev.jclip.nn.packed;

import dev.jclip.tensor.Fusion;
import dev.jclip.tensor.PackedLinear;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The patch embedding as one product: patches do not overlap, so each is a row of pixels. */
record PackedPatches(PackedLinear linear, long patchSize, torch.ScalarType computing) {
  /**
   * Embeds patches.
   *
   * @param pixels [B, 3, H, W]
   * @return [B, G², D]
   */
  Tensor forward(Tensor pixels) {
    long batch = pixels.size(0);
    long rows = pixels.size(2) / patchSize;
    long columns = pixels.size(3) / patchSize;
    Tensor patches =
        pixels
            .to(computing)
            .narrow(2, 0, rows * patchSize)
            .narrow(3, 0, columns * patchSize)
            .reshape(batch, 3, rows, patchSize, columns, patchSize)
            .permute(0, 2, 4, 1, 3, 5)
            .reshape(batch, rows * columns, 3 * patchSize * patchSize); // [B, G², 3 P²]
    return linear.forward(patches, Fusion.NONE).to(torch.ScalarType.Float);
  }
}
