package dev.jclip.tokenizer.sentencepiece;

import java.util.function.IntConsumer;

/** Turns the text between added tokens into ids. Immutable. */
@FunctionalInterface
interface TextModel {
  /**
   * Hands over the ids of a part of a text, in order.
   *
   * @param text the part, not empty
   * @param first whether it begins the whole text
   */
  void encode(String text, boolean first, IntConsumer ids);
}
