package dev.jclip.train.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The symmetric InfoNCE loss of CLIP (arXiv 2103.00020, section 2.3 and figure 3): the mean of the
 * cross-entropies of image against all texts and of text against all images.
 */
public final class ClipLoss implements ContrastiveLoss {
  @Override
  public Tensor rows(Pairs pairs, long from, long count) {
    return mean(
        crossEntropy(pairs.imageLogits(from, count), from),
        crossEntropy(pairs.textLogits(from, count), from),
        pairs);
  }

  static Tensor mean(Tensor overTexts, Tensor overImages, Pairs pairs) {
    return overTexts.add(overImages).div(new Scalar(2.0 * pairs.size()));
  }

  /** The sum over rows, of which row i belongs to column from + i. */
  static Tensor crossEntropy(Tensor logits, long from) {
    Tensor own = torch.log_softmax(logits, 1).diagonal(from, 0, 1); // [count]
    return own.sum().neg();
  }

  @Override
  public LossKind kind() {
    return LossKind.CONTRASTIVE;
  }

  @Override
  public double initialLogitScale() {
    return Math.log(1 / 0.07);
  }

  @Override
  public double initialLogitBias() {
    return 0;
  }
}
