package dev.jclip.tokenizer;

/** Receives what a text is split into, in order. */
interface WordSink {
  /** A word: {@code text} from {@code start} to {@code end}, never empty. */
  void word(String text, int start, int end);

  /** A token that stands in the text as such. */
  void token(int id);
}
