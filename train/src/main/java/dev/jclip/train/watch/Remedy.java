package dev.jclip.train.watch;

/** A setting of a run that can end what a {@link Diagnosis} says; each program names it its way. */
public enum Remedy {
  /** The highest learning rate. */
  LEARNING_RATE,
  /** How many steps the learning rate rises. */
  WARMUP,
  /** The norm to which longer gradients are shortened. */
  GRADIENT_CLIPPING,
  /** The decay of AdamW's mean squared gradient. */
  BETA2,
  /** How many examples a batch has. */
  BATCH_SIZE,
  /** How many batches one step takes together. */
  ACCUMULATION,
  /** Whether captions count by how rarely they come. */
  CAPTION_WEIGHTS,
  /** How many threads decode images. */
  DECODING_THREADS
}
