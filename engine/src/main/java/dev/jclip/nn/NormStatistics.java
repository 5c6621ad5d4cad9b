package dev.jclip.nn;

/** Which mean and variance a batch normalisation divides by. */
public enum NormStatistics {
  /** The running ones, as they are: inference, and layers that are not trained. */
  RUNNING,
  /** Those of the batch, by which the running ones are moved: training. */
  BATCH
}
