package dev.jclip.train.contrastive;

import dev.jclip.train.image.ImageBatch;
import dev.jclip.train.loss.FeatureStatistics;
import java.util.OptionalDouble;

/** Computes the gradients of a batch's loss. For one thread. */
public interface PairStep extends AutoCloseable {
  /**
   * What a step showed.
   *
   * @param loss the batch's
   * @param captionLoss the mean negative log probability of the captions' tokens, where captions
   *     are learned
   * @param statistics of its features
   */
  record Outcome(double loss, OptionalDouble captionLoss, FeatureStatistics statistics) {}

  /**
   * Adds the gradients of a batch's loss to those of the parameters.
   *
   * @param step the number of the step, which other random choices belong to
   */
  Outcome backward(ImageBatch images, TextBatch texts, long step);

  @Override
  void close();
}
