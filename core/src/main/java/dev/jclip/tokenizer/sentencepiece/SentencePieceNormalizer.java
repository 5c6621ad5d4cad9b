package dev.jclip.tokenizer.sentencepiece;

import dev.jclip.tokenizer.sentencepiece.SentencePieceModel.Normalization;
import java.nio.charset.StandardCharsets;

/**
 * SentencePiece's normalization: characters by the model's map, surplus blanks removed, a blank put
 * before or after the text, and blanks written as {@link #BLANK}. Immutable.
 */
final class SentencePieceNormalizer {
  /** What pieces hold in place of a blank: U+2581, the lower one eighth block. */
  static final String BLANK = "\u2581";

  private static final byte[] ESCAPED = BLANK.getBytes(StandardCharsets.UTF_8);
  private static final byte[] SPACE = {' '};

  private final Normalization settings;
  private final boolean blankAtEnd;
  private final byte[] blank;

  /** Symbols that stay as they are. */
  private final PieceTrie symbols;

  SentencePieceNormalizer(SentencePieceModel model, PieceTrie symbols) {
    settings = model.normalization();
    blankAtEnd = model.training().whitespaceAsSuffix();
    blank = settings.escapeWhitespaces() ? ESCAPED : SPACE;
    this.symbols = symbols;
  }

  String normalize(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int start = settings.removeExtraWhitespaces() ? afterBlanks(bytes) : 0;
    if (start == bytes.length) {
      return "";
    }
    var out = new ByteText(bytes.length + bytes.length / 2);
    if (settings.dummyPrefix() && !blankAtEnd) {
      out.append(blank, 0, blank.length);
    }
    boolean afterBlank = settings.removeExtraWhitespaces();
    for (int i = start; i < bytes.length; ) {
      Part part = part(bytes, i);
      afterBlank = write(part, afterBlank, out) && settings.removeExtraWhitespaces();
      i += part.length();
    }
    if (settings.removeExtraWhitespaces()) {
      out.strip(blank);
    }
    if (settings.dummyPrefix() && blankAtEnd) {
      out.append(blank, 0, blank.length);
    }
    return out.toString();
  }

  /** What a part of the text, of a length in bytes, becomes: bytes of an array. */
  @SuppressWarnings("ArrayRecordComponent") // a view, never compared
  private record Part(int length, byte[] from, int start, int end) {
    boolean isBlank() {
      return end - start == 1 && from[start] == ' ';
    }
  }

  private int afterBlanks(byte[] text) {
    int i = 0;
    while (i < text.length) {
      Part part = part(text, i);
      if (!part.isBlank()) {
        break;
      }
      i += part.length();
    }
    return i;
  }

  private Part part(byte[] text, int at) {
    int symbol = symbols.longest(text, at);
    if (symbol > 0) {
      return new Part(symbol, text, at, at + symbol);
    }
    CharacterMap map = settings.characters();
    CharacterMap.Rule rule = map.longest(text, at, text.length);
    if (rule.length() > 0) {
      return new Part(rule.length(), map.replacements(), rule.replacement(), map.end(rule));
    }
    int length = Utf8.length(text, at);
    return new Part(length, text, at, at + length);
  }

  /** Writes a part, without its first blanks after a blank; returns whether it ends with one. */
  private boolean write(Part part, boolean afterBlank, ByteText out) {
    int start = part.start();
    while (afterBlank && start < part.end() && part.from()[start] == ' ') {
      start++;
    }
    for (int i = start; i < part.end(); i++) {
      if (part.from()[i] == ' ') {
        out.append(blank, 0, blank.length);
      } else {
        out.append(part.from()[i]);
      }
    }
    return start < part.end() ? part.from()[part.end() - 1] == ' ' : afterBlank;
  }
}
