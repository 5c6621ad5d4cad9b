package dev.jclip.tokenizer.sentencepiece;

/** Unicode's property White_Space. */
final class Whitespace {
  private Whitespace() {}

  static boolean is(char c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
  }
}
