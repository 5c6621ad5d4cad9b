package dev.jclip.train.optimizer;

import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A slowly moving average of a model's weights. Owns the average. For one thread.
 *
 * <p>With decay d, after step t each average moves by 1 - min(d, (1 + t) / (10 + t)) towards its
 * weight, so that the first steps are soon forgotten.
 */
public final class ExponentialMovingAverage implements AutoCloseable {
  private final double decay;
  private final Weights average = new Weights();

  /**
   * Begins with the weights as they are.
   *
   * @param decay in (0, 1)
   */
  public ExponentialMovingAverage(Weights weights, double decay) {
    if (!(decay > 0 && decay < 1)) {
      throw new IllegalArgumentException("emaDecay: expected between 0 and 1, found " + decay);
    }
    this.decay = decay;
    try (TensorScope _ = TensorScope.inference()) {
      weights.tensors().forEach((name, tensor) -> average.add(name, tensor.detach().clone()));
    }
  }

  /** The average by name. */
  public Weights average() {
    return average;
  }

  /**
   * Moves the average towards the weights.
   *
   * @param step how many steps the weights have had, from 1
   */
  public void update(Weights weights, long step) {
    double current = Math.min(decay, (1.0 + step) / (10.0 + step));
    try (TensorScope _ = TensorScope.inference()) {
      average
          .tensors()
          .forEach(
              (name, mean) -> {
                Tensor target = weights.tensors().get(name);
                mean.lerp_(target, new Scalar(1 - current));
              });
    }
  }

  @Override
  public void close() {
    average.close();
  }
}
