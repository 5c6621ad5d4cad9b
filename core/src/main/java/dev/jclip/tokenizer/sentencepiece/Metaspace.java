package dev.jclip.tokenizer.sentencepiece;

/**
 * Writes blanks as another character and splits before it, as the pre-tokenizer of that name in
 * Hugging Face's tokenizers.
 *
 * @param replacement what stands for a blank
 * @param prepend where a word that does not begin with the replacement gets one
 * @param splits whether words end before a replacement
 */
record Metaspace(String replacement, Prepend prepend, boolean splits) implements WordSplitter {
  /** As transformers sets it for T5. */
  static final Metaspace T5 = new Metaspace(SentencePieceNormalizer.BLANK, Prepend.ALWAYS, true);

  /** Which words get a replacement before them. */
  enum Prepend {
    ALWAYS,
    FIRST,
    NEVER;

    boolean applies(boolean first) {
      return this == ALWAYS || (this == FIRST && first);
    }
  }

  @Override
  public void split(String text, boolean first, Words words) {
    String replaced = text.replace(" ", replacement);
    String whole =
        prepend.applies(first) && !replaced.startsWith(replacement)
            ? replacement + replaced
            : replaced;
    if (!splits) {
      words.word(whole, first);
      return;
    }
    for (int start = 0, end; start < whole.length(); start = end) {
      int next = whole.indexOf(replacement, start + 1);
      end = next < 0 ? whole.length() : next;
      words.word(whole.substring(start, end), first && start == 0);
    }
  }
}
