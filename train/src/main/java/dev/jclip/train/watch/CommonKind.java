package dev.jclip.train.watch;

/** What can be wrong with a run whatever it computes. */
public enum CommonKind implements Diagnosis.Kind {
  /** The loss or the gradient is NaN or infinite. */
  NOT_FINITE,
  /** Gradients are far larger than they were. */
  GRADIENTS_EXPLODE,
  /** Gradients are too small to change anything. */
  GRADIENTS_VANISH,
  /** The loss is far above what it was. */
  LOSS_SPIKE,
  /** The step waits for data. */
  DATA_STARVATION,
  /** The learning rate stays zero. */
  LEARNING_RATE_ZERO,
  /** The warm-up does not end before the run does. */
  WARMUP_TOO_LONG
}
