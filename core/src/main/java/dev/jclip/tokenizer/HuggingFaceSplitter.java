package dev.jclip.tokenizer;

import dev.jclip.tokenizer.parts.AddedToken;
import dev.jclip.tokenizer.parts.AddedTokens;
import java.util.List;

/**
 * Words as transformers' CLIPTokenizerFast sees them: added tokens are cut out of the text first,
 * those marked as normalized out of the cleaned text; a marker of start or end that remains is
 * split into words by itself.
 */
final class HuggingFaceSplitter implements TextSplitter {
  private static final WordPattern PATTERN =
      WordPattern.exact(SpecialTokens.OPENAI.start(), SpecialTokens.OPENAI.end());

  private final AddedTokens rawTokens;
  private final AddedTokens cleanTokens;

  HuggingFaceSplitter(List<AddedToken> added) {
    rawTokens = new AddedTokens(added.stream().filter(token -> !token.normalized()).toList());
    cleanTokens =
        new AddedTokens(
            added.stream()
                .filter(AddedToken::normalized)
                .map(HuggingFaceSplitter::cleaned)
                .toList());
  }

  @Override
  public void split(String text, WordSink sink) {
    rawTokens.split(text, raw -> splitRaw(raw, sink), sink::token);
  }

  private void splitRaw(String raw, WordSink sink) {
    cleanTokens.split(TextCleaner.huggingFace(raw), clean -> splitClean(clean, sink), sink::token);
  }

  private static void splitClean(String clean, WordSink sink) {
    PATTERN.split(
        clean, sink::word, (text, start, end) -> PATTERN.splitPlain(text, start, end, sink::word));
  }

  private static AddedToken cleaned(AddedToken token) {
    return token.withContent(TextCleaner.huggingFace(token.content()));
  }
}
