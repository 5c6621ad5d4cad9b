package dev.jclip.train.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A loss with a weight.
 *
 * @param loss without it
 * @param weight what its value and gradients are multiplied with
 */
public record WeightedLoss(ContrastiveLoss loss, double weight) implements ContrastiveLoss {
  @Override
  public Tensor rows(Pairs pairs, long from, long count) {
    return loss.rows(pairs, from, count).mul(new Scalar(weight));
  }

  @Override
  public LossKind kind() {
    return loss.kind();
  }

  @Override
  public double initialLogitScale() {
    return loss.initialLogitScale();
  }

  @Override
  public double initialLogitBias() {
    return loss.initialLogitBias();
  }
}
