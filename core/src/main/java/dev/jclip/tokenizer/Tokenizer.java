package dev.jclip.tokenizer;

import java.util.List;

/**
 * Turns captions into the token ids that a text tower reads.
 *
 * <p>Implementations are immutable for their callers and safe for use by many threads.
 */
public interface Tokenizer {
  /** Stands for a start or end token that a tokenizer does not write. */
  int NO_TOKEN = -1;

  /**
   * Returns the ids of a caption between the start and the end token, as far as the tokenizer
   * writes them, cut to the context length.
   *
   * @param text the caption as written; cleaning is part of the tokenizer
   * @param contextLength the largest number of ids the model reads, start and end included; at
   *     least 2
   * @throws IllegalArgumentException if {@code contextLength} is below 2
   */
  TokenizedText tokenize(String text, int contextLength);

  /** Returns the number of rows that an embedding table needs for every id: the largest id + 1. */
  int vocabSize();

  /** Returns the id that begins every caption, or {@link #NO_TOKEN}. */
  int sotToken();

  /** Returns the id that ends every caption, or {@link #NO_TOKEN}. */
  int eotToken();

  /** Returns the id that fills a row up to the context length; it may equal the end token. */
  int padToken();

  /**
   * Returns the text of ids, as cleaned before tokenization: up to the first end token, without
   * start tokens. Bytes that are not UTF-8 become U+FFFD.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  String decode(int... ids);

  /**
   * Returns a text of bounded length that is the same for two tokenizers only if they give the same
   * ids: a SHA-256 over the vocabulary, its merges, and the cleaning.
   */
  String fingerprint();

  /**
   * Returns the vocabulary's own spelling of each id, such as {@code photo</w>}.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  List<String> pieces(int... ids);
}
