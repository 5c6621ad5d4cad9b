package dev.jclip.tokenizer.sentencepiece;

import java.util.List;

/** Splits normalized text into the words that are divided by themselves. Immutable. */
@FunctionalInterface
interface WordSplitter {
  /** Takes words in the order of the text. */
  @FunctionalInterface
  interface Words {
    /**
     * Takes a word.
     *
     * @param first whether the word begins the whole text
     */
    void word(String word, boolean first);
  }

  /**
   * Hands over the words of a part of a text.
   *
   * @param first whether the part begins the whole text
   */
  void split(String text, boolean first, Words words);

  /** The whole part is one word. */
  static void whole(String text, boolean first, Words words) {
    words.word(text, first);
  }

  /** White space separates words and belongs to none. */
  static void atWhitespace(String text, boolean first, Words words) {
    for (int start = 0, end; start < text.length(); start = end + 1) {
      end = start;
      while (end < text.length() && !Whitespace.is(text.charAt(end))) {
        end++;
      }
      if (end > start) {
        words.word(text.substring(start, end), first && start == 0);
      }
    }
  }

  /** Returns a splitter that splits each word of one splitter by the next. */
  static WordSplitter sequence(List<WordSplitter> steps) {
    return steps.stream()
        .reduce(
            WordSplitter::whole,
            (one, next) ->
                (text, first, words) ->
                    one.split(text, first, (word, start) -> next.split(word, start, words)));
  }

  /** Returns a splitter that ends a word after each separator, which is not empty. */
  static WordSplitter after(String separator) {
    return (text, first, words) -> {
      int start = 0;
      for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
        words.word(text.substring(start, at + separator.length()), first && start == 0);
        start = at + separator.length();
      }
      if (start < text.length()) {
        words.word(text.substring(start), first && start == 0);
      }
    };
  }
}
