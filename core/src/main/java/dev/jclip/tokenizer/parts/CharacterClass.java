package dev.jclip.tokenizer.parts;

/** The classes of characters that CLIP's word pattern tells apart. */
public enum CharacterClass {
  /** White space. */
  SPACE,
  /** {@code \p{L}}. */
  LETTER,
  /** {@code \p{N}}. */
  NUMBER,
  /** Any other character. */
  OTHER;

  /** Returns the class of a code point: white space, {@code \p{L}}, {@code \p{N}}, or none. */
  public static CharacterClass of(int codePoint) {
    if (codePoint < 0x80) {
      return ofAscii(codePoint);
    }
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER ->
          LETTER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          NUMBER;
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          SPACE;
      default -> codePoint == 0x85 ? SPACE : OTHER;
    };
  }

  private static CharacterClass ofAscii(int c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      return LETTER;
    }
    if (c >= '0' && c <= '9') {
      return NUMBER;
    }
    return c == ' ' || (c >= '\t' && c <= '\r') ? SPACE : OTHER;
  }
}
