package dev.jclip.model.clip;

/** One of the two towers. */
public enum TowerPart {
  /** Of pictures. */
  IMAGE,
  /** Of texts. */
  TEXT
}
