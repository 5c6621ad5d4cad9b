package dev.jclip.tokenizer.sentencepiece;

import java.nio.charset.StandardCharsets;

/** Steps through UTF-8 text as SentencePiece does: a character's first byte tells its length. */
final class Utf8 {
  private Utf8() {}

  /** Returns how many bytes the character at a place has, at most as many as are left. */
  static int length(byte[] text, int at) {
    int high = (text[at] & 0xff) >>> 4;
    int length =
        switch (high) {
          case 0xf -> 4;
          case 0xe -> 3;
          case 0xc, 0xd -> 2;
          default -> 1;
        };
    return Math.min(length, text.length - at);
  }

  /** Returns how many bytes a text has. */
  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether a text is a single character. */
  static boolean isOneCharacter(String text) {
    return text.length() == Character.charCount(text.codePointAt(0));
  }
}
