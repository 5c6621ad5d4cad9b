package dev.jclip.train.contrastive;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Images as bytes, normalised part by part with the floats of {@link
 * dev.jclip.image.ImagePreprocessor}.
 *
 * @param pixels [B, S, S, 3], each 0..255
 * @param normalization says S, mean and deviation
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of pixels; never compared
public record PixelBatch(byte[] pixels, Normalization normalization) implements ImageBatch {
  @Override
  public int size() {
    return pixels.length / pictureBytes();
  }

  private int pictureBytes() {
    return 3 * normalization.width() * normalization.height();
  }

  @Override
  public Tensor part(int from, int count) {
    int bytes = pictureBytes();
    byte[] part = Arrays.copyOfRange(pixels, from * bytes, (from + count) * bytes);
    boolean signed = false;
    return Tensor.create(part, signed, count, normalization.height(), normalization.width(), 3)
        .permute(0, 3, 1, 2) // [count, 3, S, S]
        .to(torch.ScalarType.Float)
        .div(new Scalar(255f))
        .sub(normalization.mean())
        .div(normalization.deviation())
        .contiguous();
  }
}
