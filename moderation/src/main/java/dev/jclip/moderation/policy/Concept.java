package dev.jclip.moderation.policy;

import java.util.List;

/**
 * Something that may be seen in an image, described by sentences.
 *
 * @param sentences each describes the concept; one or more
 * @param counters sentences that describe what looks like the concept and is none of it
 * @param exceptions sentences that describe the concept where it is harmless; an image that is
 *     nearer to one of them than to the concept's own sentences does not belong to the concept
 */
public record Concept(List<String> sentences, List<String> counters, List<String> exceptions) {
  /** Copies the lists. */
  public Concept {
    sentences = List.copyOf(sentences);
    counters = List.copyOf(counters);
    exceptions = List.copyOf(exceptions);
    if (sentences.isEmpty()) {
      throw new IllegalArgumentException("sentences: expected one or more, found none");
    }
  }
}
