package dev.jclip.train.watch;

/**
 * One thing that is wrong with a run, as the {@link TrainingDoctor} says it. Immutable.
 *
 * @param kind what it is
 * @param severity how bad it is
 * @param step at which it was found
 * @param sentence what was seen, with the numbers, and why it matters
 * @param advice what to do
 */
public record Diagnosis(Kind kind, Severity severity, long step, String sentence, String advice) {
  /** What can be wrong. */
  public enum Kind {
    /** Loss or gradient is NaN or infinite. */
    NOT_FINITE,
    /** The embeddings of a tower are nearly all the same. */
    FEATURES_COLLAPSED,
    /** The loss is what a model would have that knows nothing. */
    LOSS_AT_CHANCE,
    /** The logit scale stays at its maximum. */
    TEMPERATURE_AT_MAXIMUM,
    /** The logit scale has fallen to its minimum. */
    TEMPERATURE_AT_MINIMUM,
    /** A batch is one pair, which is contrasted with no other. */
    BATCH_OF_ONE,
    /** Captions that occur more than once in a batch are contrasted with one another's pictures. */
    DUPLICATE_CAPTIONS,
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

  /** How bad it is. */
  public enum Severity {
    /** Training works, but slower or less well than it could. */
    WARNING,
    /** Training learns nothing, or unlearns, unless something is changed. */
    ERROR,
    /** The run is lost; the loop stops. */
    FATAL
  }
}
