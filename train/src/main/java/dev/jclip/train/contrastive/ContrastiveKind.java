package dev.jclip.train.contrastive;

import dev.jclip.train.watch.Diagnosis;

/** What can be wrong with a run that contrasts images with captions. */
public enum ContrastiveKind implements Diagnosis.Kind {
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
  /** Captions that occur more than once in a batch are contrasted with one another's images. */
  DUPLICATE_CAPTIONS
}
