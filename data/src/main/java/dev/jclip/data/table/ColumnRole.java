package dev.jclip.data.table;

/** What a column is asked for. */
public enum ColumnRole {
  /** Pictures, or paths of their files. */
  IMAGE,
  /** What is said of a picture. */
  CAPTION,
  /** A picture's class. */
  LABEL,
  /** A part of what is said of a picture, which is named in the form of the captions. */
  FIELD
}
