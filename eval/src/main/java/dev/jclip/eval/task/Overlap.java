package dev.jclip.eval.task;

/** What becomes of images that are both learned from and judged by. */
public enum Overlap {
  /** There must be none. */
  REFUSE,
  /** They are not learned from. */
  DROP,
  /** They stay, as in published splits that have some; the record counts them. */
  KEEP
}
