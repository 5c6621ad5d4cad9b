package dev.jclip.eval.metric.caption;

import java.util.List;

/**
 * The words of a generated caption of an image, and those of the captions that people wrote for it.
 *
 * @param candidate the generated caption's words; may be empty
 * @param references the words of each caption that it is compared with; one or more
 */
public record CaptionPair(List<String> candidate, List<List<String>> references) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no reference
   */
  public CaptionPair {
    candidate = List.copyOf(candidate);
    references = references.stream().map(List::copyOf).toList();
    if (references.isEmpty()) {
      throw new IllegalArgumentException("expected one reference caption or more, found none");
    }
  }

  /** Cuts the captions into words by {@link CaptionWords}. */
  public static CaptionPair of(String candidate, List<String> references) {
    return new CaptionPair(
        CaptionWords.of(candidate), references.stream().map(CaptionWords::of).toList());
  }
}
