package dev.jclip.eval.task;

/**
 * What to do with images that are in more than one of the training, validation and test sets of a
 * linear probe.
 */
public enum Overlap {
  /** Such an image is an error. */
  REFUSE,
  /** Images of the test set are left out of the other two, those of validation out of training. */
  DROP,
  /** All images stay where they are, as in published splits; the record gives their numbers. */
  KEEP
}
