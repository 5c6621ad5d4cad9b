package dev.jclip.model.clip;

/** One of the two towers. */
public enum TowerPart {
  /** Of images. */
  IMAGE,
  /** Of texts. */
  TEXT
}
