package dev.jclip.train.contrastive;

import dev.jclip.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The loss of a caption decoder beside the contrastive one: each token of a caption is predicted
 * from the image and the tokens before it (CoCa, arXiv 2205.01917, equations 3 and 4).
 *
 * @param contrastiveWeight of the contrastive loss, 0 or more
 * @param captionWeight of the mean negative log probability of a batch's tokens, more than 0
 */
public record CaptionLoss(double contrastiveWeight, double captionWeight) {
  /** What the weights of a CoCa are trained with. */
  public static final CaptionLoss COCA = new CaptionLoss(1, 2);

  /** Checks the ranges. */
  public CaptionLoss {
    if (!(contrastiveWeight >= 0) || Double.isInfinite(contrastiveWeight)) {
      throw new IllegalArgumentException(
          "contrastive loss weight: expected 0 or more, found " + contrastiveWeight);
    }
    if (!(captionWeight > 0) || Double.isInfinite(captionWeight)) {
      throw new IllegalArgumentException(
          "caption loss weight: expected more than 0, found " + captionWeight);
    }
  }

  /**
   * What each caption loses.
   *
   * @param logits [B, L, V] of what follows each of the first L tokens; L + 1 is the longest
   *     caption's length
   * @param captions token ids of each, with start and end token
   * @return [B], the sum over the tokens behind the first
   */
  static Tensor ofEach(Tensor logits, List<int[]> captions) {
    long length = logits.size(1);
    long[] labels = new long[Math.toIntExact(captions.size() * length)];
    float[] counts = new float[labels.length];
    for (int row = 0; row < captions.size(); row++) {
      int[] ids = captions.get(row);
      for (int i = 1; i < ids.length; i++) {
        int place = Math.toIntExact(row * length + i - 1);
        labels[place] = ids[i];
        counts[place] = 1;
      }
    }
    Tensor next = Tensors.of(labels, captions.size(), length, 1);
    Tensor predicted = torch.log_softmax(logits, -1).gather(2, next).squeeze(2); // [B, L]
    return predicted.mul(Tensors.of(counts, captions.size(), length)).sum(1).neg();
  }
}
