package dev.jclip.train.step;

import dev.jclip.image.PreprocessConfig;
import dev.jclip.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Pictures as bytes, normalised part by part with the floats of {@link
 * dev.jclip.image.ImagePreprocessor}.
 *
 * @param pixels [B, S, S, 3], each 0..255
 * @param preprocessing says S, mean and deviation
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of pixels; never compared
public record PixelBatch(byte[] pixels, PreprocessConfig preprocessing) implements ImageBatch {
  @Override
  public int size() {
    return pixels.length / pictureBytes();
  }

  private int pictureBytes() {
    return 3 * preprocessing.width() * preprocessing.height();
  }

  @Override
  public Tensor part(int from, int count) {
    int bytes = pictureBytes();
    byte[] part = Arrays.copyOfRange(pixels, from * bytes, (from + count) * bytes);
    boolean signed = false;
    return Tensor.create(part, signed, count, preprocessing.height(), preprocessing.width(), 3)
        .permute(0, 3, 1, 2) // [count, 3, S, S]
        .to(torch.ScalarType.Float)
        .div(new Scalar(255f))
        .sub(perChannel(preprocessing.mean()))
        .div(perChannel(preprocessing.std()))
        .contiguous();
  }

  private static Tensor perChannel(List<Float> values) {
    float[] numbers = {values.get(0), values.get(1), values.get(2)};
    return Tensors.of(numbers, 1, 3, 1, 1);
  }
}
