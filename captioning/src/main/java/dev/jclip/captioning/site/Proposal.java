package dev.jclip.captioning.site;

import java.nio.file.Path;

/**
 * What might be written into a page for an image.
 *
 * @param page the page, relative to the site's folder
 * @param digest SHA-256 of the page's bytes, by which a change made in the meantime is noticed
 * @param place where the image's tag begins, in characters from 0
 * @param line the same as a line, from 1
 * @param source the image's address, as the page has it
 * @param kind what is proposed
 * @param text the alternative text; empty for decoration, and where nothing is proposed
 * @param confidence of the text, 0 to 1
 * @param reason why, in words
 * @param context the words around the image
 */
public record Proposal(
    Path page,
    String digest,
    int place,
    int line,
    String source,
    Kind kind,
    String text,
    double confidence,
    String reason,
    String context) {
  /** What is proposed for an image. */
  public enum Kind {
    /** The text. */
    TEXT,
    /** An empty text, which tells assistive technology to skip the image. */
    DECORATION,
    /** The text, once a person has looked at it. */
    PERSON,
    /** Nothing: the image cannot be described, or needs no text. */
    NOTHING
  }
}
