package dev.jclip.train.image;

import dev.jclip.image.PreprocessConfig;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * How a model's images are normalised, as tensors that all steps share. Owns them. Safe for many
 * threads until it is closed.
 */
public final class Normalization implements AutoCloseable {
  private final PreprocessConfig preprocessing;
  private final Tensor mean;
  private final Tensor deviation;

  /** Takes side, means and deviations of a model's preprocessing. */
  public Normalization(PreprocessConfig preprocessing) {
    this.preprocessing = preprocessing;
    try (TensorScope _ = TensorScope.inference()) {
      mean = TensorScope.escape(perChannel(preprocessing.mean()));
      deviation = TensorScope.escape(perChannel(preprocessing.std()));
    }
  }

  private static Tensor perChannel(List<Float> values) {
    float[] numbers = {values.get(0), values.get(1), values.get(2)};
    return Tensors.of(numbers, 1, 3, 1, 1);
  }

  int width() {
    return preprocessing.width();
  }

  int height() {
    return preprocessing.height();
  }

  /** Of red, green and blue samples in 0..1: [1, 3, 1, 1]. */
  Tensor mean() {
    return mean;
  }

  /** Their standard deviations: [1, 3, 1, 1]. */
  Tensor deviation() {
    return deviation;
  }

  @Override
  public void close() {
    TensorScope.free(mean);
    TensorScope.free(deviation);
  }
}
