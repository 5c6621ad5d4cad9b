package dev.jclip.embed;

import java.util.List;

/** Texts to vectors. Implementations are safe for many threads at once. */
public interface TextEncoder {
  /** Length E of the vectors. */
  int embedDim();

  /**
   * Embeds texts.
   *
   * @return one vector of length {@link #embedDim} and norm 1 for each text, in order
   */
  List<float[]> encodeTexts(List<String> texts);

  /** Embeds one text: a vector of norm 1. */
  default float[] encodeText(String text) {
    return encodeTexts(List.of(text)).getFirst();
  }
}
