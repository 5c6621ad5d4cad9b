package dev.jclip.train.detection;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The focal loss of answers that are yes or no (arXiv 1708.02002), in which what is right already
 * counts less.
 *
 * @param alpha what a yes is multiplied with; a no with the rest of 1
 * @param gamma the power of the probability of the other answer
 */
record FocalLoss(double alpha, double gamma) {
  /** What each logit costs where the answer is yes. */
  Tensor ofYes(Tensor logits) {
    return cost(logits, alpha);
  }

  /** What each logit costs where the answer is no. */
  Tensor ofNo(Tensor logits) {
    return cost(logits.neg(), 1 - alpha);
  }

  private Tensor cost(Tensor right, double weight) {
    return torch
        .sigmoid(right.neg())
        .pow(new Scalar(gamma))
        .mul(torch.log_sigmoid(right))
        .mul(new Scalar(-weight));
  }

  /**
   * What all logits cost.
   *
   * @param yes 1 where the answer is yes, else 0
   */
  Tensor of(Tensor logits, Tensor yes) {
    return ofYes(logits).mul(yes).add(ofNo(logits).mul(yes.neg().add(new Scalar(1))));
  }
}
