package dev.jclip.train.loss;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The embeddings of a batch and what makes logits of their similarities. Text i belongs to image i;
 * the M texts behind the first N belong to none.
 *
 * @param images [N, E], of norm 1
 * @param texts [N+M, E], of norm 1
 * @param logitScale what similarities are multiplied with; no dimensions
 * @param logitBias what is added to them, where the model has one; no dimensions
 * @param textWeights [N+M], as how many captions each text counts where a loss weighs them
 */
public record Pairs(
    Tensor images,
    Tensor texts,
    Tensor logitScale,
    Optional<Tensor> logitBias,
    Tensor textWeights) {
  /** The number N of pairs. */
  public long size() {
    return images.size(0);
  }

  /**
   * The logits of some rows' images with all texts.
   *
   * @return [count, N+M]
   */
  Tensor imageLogits(long from, long count) {
    return logits(images.narrow(0, from, count), texts);
  }

  /**
   * The logits of some rows' texts with all images.
   *
   * @return [count, N]
   */
  Tensor textLogits(long from, long count) {
    return logits(texts.narrow(0, from, count), images);
  }

  private Tensor logits(Tensor rows, Tensor all) {
    Tensor scaled = rows.mul(logitScale).matmul(all.t());
    return logitBias.map(scaled::add).orElse(scaled);
  }
}
