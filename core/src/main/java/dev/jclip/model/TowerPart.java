package dev.jclip.model;

/** One of the two towers. */
public enum TowerPart {
  /** Of pictures. */
  IMAGE,
  /** Of texts. */
  TEXT
}
