package dev.jclip.config;

/** Which token's state stands for the whole text. */
public enum TextPooling {
  /** The position of the largest id: the end token, in vocabularies where it has the largest id. */
  EOT_ARGMAX,
  /** The first position that holds {@link TextConfig#eotToken()}. */
  EOT_ID,
  /** The first position. */
  FIRST,
  /** The last position, padding included. */
  LAST,
  /** A learned class token appended after the text (CoCa, arXiv 2205.01917). */
  APPENDED_CLASS
}
