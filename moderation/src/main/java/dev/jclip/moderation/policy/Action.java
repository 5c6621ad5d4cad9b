package dev.jclip.moderation.policy;

/** What is done with an image, from the mildest to the strictest. */
public enum Action {
  /** The image is shown as it is. */
  ALLOW,
  /** The image is shown, and a person is asked to look at it. */
  FLAG,
  /** The image, or the region that caused the decision, is shown blurred. */
  BLUR,
  /** The image is not shown. */
  BLOCK
}
