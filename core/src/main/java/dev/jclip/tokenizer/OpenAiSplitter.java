package dev.jclip.tokenizer;

/**
 * Words as OpenAI CLIP and open_clip see them: a marker of start or end in the cleaned text is that
 * token.
 */
final class OpenAiSplitter implements TextSplitter {
  /**
   * The one character that the reference skips though it is not white space: its pattern ignores
   * case, and the capital of this combining mark is a letter.
   */
  private static final char COMBINING_IOTA = '\u0345';

  private final SpecialTokens markers;
  private final int sotToken;
  private final int eotToken;
  private final WordPattern pattern;

  OpenAiSplitter(SpecialTokens markers, int sotToken, int eotToken) {
    this.markers = markers;
    this.sotToken = sotToken;
    this.eotToken = eotToken;
    pattern = WordPattern.ignoringCase(markers.start(), markers.end());
  }

  @Override
  public void split(String text, WordSink sink) {
    pattern.split(
        TextCleaner.openAi(text).replace(COMBINING_IOTA, ' '),
        sink::word,
        (clean, start, end) -> marker(clean, start, end, sink));
  }

  /** A marker spelled with a long s is matched by the pattern, but is an ordinary word. */
  private void marker(String clean, int start, int end, WordSink sink) {
    if (clean.startsWith(markers.start(), start)) {
      sink.token(sotToken);
    } else if (clean.startsWith(markers.end(), start)) {
      sink.token(eotToken);
    } else {
      sink.word(clean, start, end);
    }
  }
}
