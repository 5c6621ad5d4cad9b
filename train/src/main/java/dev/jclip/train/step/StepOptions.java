package dev.jclip.train.step;

import dev.jclip.train.model.Precision;

/**
 * How a step is computed.
 *
 * @param precision what the model computes in
 * @param partSize how many examples go through the model together, 1 or more; where an example's
 *     features depend on the others, as in ResNets, it is what they are normalised over
 * @param workers how many parts go through the model side by side, 1 or more
 * @param activations what becomes of a part's intermediate tensors until its gradients are computed
 */
public record StepOptions(Precision precision, int partSize, int workers, Activations activations) {
  /** Small enough for a part's tensors to stay in a processor's cache. */
  public static final int DEFAULT_PART_SIZE = 32;

  /** Whether intermediate tensors are kept. */
  public enum Activations {
    /** Kept: memory grows with the batch. */
    KEPT,
    /** Computed twice: memory is one part's, the gradients are the same. */
    RECOMPUTED
  }

  /** Checks the ranges. */
  public StepOptions {
    if (partSize < 1) {
      throw new IllegalArgumentException("partSize: expected 1 or more, found " + partSize);
    }
    if (workers < 1) {
      throw new IllegalArgumentException("workers: expected 1 or more, found " + workers);
    }
  }
}
