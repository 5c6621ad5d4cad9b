package dev.jclip.tokenizer.sentencepiece;

import java.util.function.IntConsumer;

/** Divides a normalized text into pieces of a vocabulary. Immutable. */
@FunctionalInterface
interface PieceModel {
  /** Hands over the ids of the pieces of a text, in order; an empty text has none. */
  void encode(String text, IntConsumer ids);
}
