package dev.jclip.moderation.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * Something that may be seen in an image, described by sentences.
 *
 * @param sentences each describes the concept; one or more
 * @param counters sentences that describe what looks like the concept and is none of it
 * @param exceptions sentences that describe the concept where it is harmless; an image that is
 *     nearer to one of them than to the concept's own sentences does not belong to the concept
 * @param examples images of the concept; none, or one or more together with counter-examples
 * @param counterExamples images of what looks like the concept and is none of it
 */
public record Concept(
    List<String> sentences,
    List<String> counters,
    List<String> exceptions,
    List<Path> examples,
    List<Path> counterExamples) {
  /** A concept without images. */
  public Concept(List<String> sentences, List<String> counters, List<String> exceptions) {
    this(sentences, counters, exceptions, List.of(), List.of());
  }

  /** Copies the lists. */
  public Concept {
    sentences = List.copyOf(sentences);
    counters = List.copyOf(counters);
    exceptions = List.copyOf(exceptions);
    examples = List.copyOf(examples);
    counterExamples = List.copyOf(counterExamples);
    if (sentences.isEmpty()) {
      throw new IllegalArgumentException("sentences: expected one or more, found none");
    }
    if (examples.isEmpty() != counterExamples.isEmpty()) {
      throw new IllegalArgumentException(
          "examples: expected counter-examples together with them, found one without the other");
    }
  }
}
