package dev.jclip.train.loss;

import org.bytedeco.pytorch.Tensor;

/** A loss of matching pairs against all other pairs of a batch. */
public interface ContrastiveLoss {
  /**
   * What some rows of the batch add to its loss. The rows' parts, added up, are the loss.
   *
   * @param pairs the whole batch
   * @param from the first row
   * @param count how many rows
   * @return no dimensions
   */
  Tensor rows(Pairs pairs, long from, long count);

  /** Which loss this is, to those who judge its values. */
  LossKind kind();

  /** The logit scale that training begins with, as a natural logarithm. */
  double initialLogitScale();

  /** The logit bias that training begins with, in models that have one. */
  double initialLogitBias();
}
