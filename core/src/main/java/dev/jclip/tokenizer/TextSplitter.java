package dev.jclip.tokenizer;

/** Cleans a text and splits it into the words that are encoded one by one. */
@FunctionalInterface
interface TextSplitter {
  /** Hands the words and special tokens of a text to a sink, in order. */
  void split(String text, WordSink sink);
}
