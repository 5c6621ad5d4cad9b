package dev.jclip.train.image;

import java.util.Arrays;
import java.util.List;
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
    return normalized(Arrays.copyOfRange(pixels, from * bytes, (from + count) * bytes), count);
  }

  @Override
  public Tensor at(List<Integer> indices) {
    int bytes = pictureBytes();
    byte[] some = new byte[indices.size() * bytes];
    for (int i = 0; i < indices.size(); i++) {
      System.arraycopy(pixels, indices.get(i) * bytes, some, i * bytes, bytes);
    }
    return normalized(some, indices.size());
  }

  private Tensor normalized(byte[] some, int count) {
    boolean signed = false;
    return Tensor.create(some, signed, count, normalization.height(), normalization.width(), 3)
        .permute(0, 3, 1, 2) // [count, 3, S, S]
        .to(torch.ScalarType.Float)
        .div(new Scalar(255f))
        .sub(normalization.mean())
        .div(normalization.deviation())
        .contiguous();
  }
}
