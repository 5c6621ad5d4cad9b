package dev.jclip.train.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The sigmoid loss of SigLIP (arXiv 2303.15343, section 3.2): each of the N x N pairs is a yes or
 * no of its own; the sum over pairs divided by N.
 */
public final class SigLipLoss implements ContrastiveLoss {
  @Override
  public Tensor rows(Pairs pairs, long from, long count) {
    Tensor logits = pairs.imageLogits(from, count); // [count, N]
    Tensor matching = logits.diagonal(from, 0, 1); // [count]
    // log sigmoid(z) is log sigmoid(-z) + z
    Tensor asNegatives = torch.log_sigmoid(logits.neg()).sum();
    return asNegatives.add(matching.sum()).neg().div(new Scalar((double) pairs.size()));
  }

  @Override
  public LossKind kind() {
    return LossKind.SIGMOID;
  }

  @Override
  public double initialLogitScale() {
    return Math.log(10);
  }

  @Override
  public double initialLogitBias() {
    return -10;
  }
}
