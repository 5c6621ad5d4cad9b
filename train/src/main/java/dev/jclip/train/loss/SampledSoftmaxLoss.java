package dev.jclip.train.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * {@link ClipLoss} in which an image is contrasted with all captions of the data, of which the
 * batch's are a sample: sampled softmax with the correction for how often each is drawn (Bengio and
 * Senecal, "Adaptive importance sampling to accelerate training of a neural probabilistic language
 * model", IEEE Transactions on Neural Networks 19(4), 2008; arXiv 1412.2007, section 3). A logit of
 * weight w counts as w captions.
 *
 * <p>For captions that repeat, such as names of classes: {@code ClipLoss} pushes frequent ones away
 * from their own images, and learns how much likelier than usual a caption is; this loss learns how
 * likely it is, which is what a classifier chooses by. With all weights 1 it is {@code ClipLoss}.
 */
public final class SampledSoftmaxLoss implements ContrastiveLoss {
  private final ClipLoss plain = new ClipLoss();

  @Override
  public Tensor rows(Pairs pairs, long from, long count) {
    Tensor logWeights = pairs.textWeights().log(); // [N+M]
    Tensor overCaptions =
        ClipLoss.crossEntropy(pairs.imageLogits(from, count).add(logWeights), from)
            .add(logWeights.narrow(0, from, count).sum());
    return ClipLoss.mean(
        overCaptions, ClipLoss.crossEntropy(pairs.textLogits(from, count), from), pairs);
  }

  @Override
  public LossKind kind() {
    return LossKind.SAMPLED;
  }

  @Override
  public double initialLogitScale() {
    return plain.initialLogitScale();
  }

  @Override
  public double initialLogitBias() {
    return plain.initialLogitBias();
  }
}
