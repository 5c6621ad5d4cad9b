package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.tokenizer.parts.AddedToken;
import dev.jclip.tokenizer.parts.AddedTokens;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * A text as Hugging Face's tokenizers takes it through a {@code tokenizer.json}: it is normalized,
 * the added tokens that are looked for in normalized text are cut out, the rest is split into
 * words, and each word is divided into pieces.
 */
final class JsonText implements TextModel {
  private final UnaryOperator<String> normalizer;
  private final AddedTokens normalizedTokens;
  private final WordSplitter splitter;
  private final PieceModel pieces;

  /**
   * Creates the model.
   *
   * @param added all added tokens; only those looked for in normalized text count here
   */
  JsonText(
      UnaryOperator<String> normalizer,
      List<AddedToken> added,
      WordSplitter splitter,
      PieceModel pieces) {
    this.normalizer = normalizer;
    this.splitter = splitter;
    this.pieces = pieces;
    normalizedTokens =
        new AddedTokens(
            added.stream()
                .filter(AddedToken::normalized)
                .map(token -> token.withContent(normalizer.apply(token.content())))
                .filter(token -> !token.content().isEmpty())
                .toList());
  }

  @Override
  public void encode(String text, boolean first, IntConsumer ids) {
    var atStart = new AtomicBoolean(first);
    normalizedTokens.split(
        normalizer.apply(text),
        part ->
            splitter.split(
                part, atStart.getAndSet(false), (word, start) -> pieces.encode(word, ids)),
        id -> {
          atStart.set(false);
          ids.accept(id);
        });
  }
}
