package dev.jclip.data.table;

/** What a column is asked for. */
public enum ColumnRole {
  /** Images, or paths of their files. */
  IMAGE,
  /** What is said of an image. */
  CAPTION,
  /** An image's class. */
  LABEL,
  /** A part of what is said of an image, which is named in the form of the captions. */
  FIELD
}
