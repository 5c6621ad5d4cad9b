package dev.jclip.model.clip;

/** A part of a model that has a precision of its own. */
public enum TowerPart {
  /** The tower of images. */
  IMAGE,
  /** The tower of texts. */
  TEXT,
  /** What scores the next tokens of captions, in models that have it. */
  CAPTIONS
}
