package dev.jclip.train.loss;

import dev.jclip.train.watch.LossKind;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link ClipLoss} in which a picture is contrasted with the distinct captions of its batch: one
 * that stands there several times counts once, and all its places are right. Otherwise frequent
 * captions are pushed away from their own pictures, and what is learned is how much likelier than
 * usual a caption is, instead of how likely. Without repeated captions it is {@code ClipLoss}.
 *
 * <p>With {@code c} places of a caption, {@code -log c} is added to each one's logits with
 * pictures, as sampled softmax corrects for how often classes are drawn (Bengio and Senecal, 2008).
 */
public final class DistinctCaptionLoss implements ContrastiveLoss {
  private final ClipLoss plain = new ClipLoss();

  @Override
  public Tensor rows(Pairs pairs, long from, long count) {
    Tensor excess = pairs.repeats().log(); // [N]
    Tensor overCaptions =
        ClipLoss.crossEntropy(pairs.imageLogits(from, count).sub(excess), from)
            .sub(excess.narrow(0, from, count).sum());
    return overCaptions
        .add(ClipLoss.crossEntropy(pairs.textLogits(from, count), from))
        .div(new Scalar(2.0 * pairs.size()));
  }

  @Override
  public LossKind kind() {
    return plain.kind();
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
