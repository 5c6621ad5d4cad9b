package dev.jclip.tokenizer;

/**
 * Lower-casing by the Unicode rules, in the two forms that the reference tokenizers use. Unlike
 * {@link String#toLowerCase()} neither depends on a locale or on word boundaries.
 */
final class LetterCase {
  private static final int CAPITAL_SIGMA = 0x3a3;
  private static final int CAPITAL_I_WITH_DOT = 0x130;

  /** Characters of the word-break classes MidLetter, MidNumLet and Single_Quote. */
  private static final String WORD_JOINERS =
      "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

  private LetterCase() {}

  /** Lower-cases a text; a capital sigma at the end of a word becomes a final sigma. */
  static String lower(String text) {
    if (text.indexOf(CAPITAL_SIGMA) < 0) {
      return lowerEach(text);
    }
    StringBuilder out = new StringBuilder(text);
    for (int i = text.indexOf(CAPITAL_SIGMA); i >= 0; i = text.indexOf(CAPITAL_SIGMA, i + 1)) {
      out.setCharAt(i, isFinal(text, i) ? 'ς' : 'σ');
    }
    return lowerEach(out.toString());
  }

  /** Lower-cases every code point by itself. */
  static String lowerEach(String text) {
    StringBuilder out = new StringBuilder(text.length() + 1);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      out.appendCodePoint(Character.toLowerCase(c));
      if (c == CAPITAL_I_WITH_DOT) {
        out.append('\u0307');
      }
    }
    return out.toString();
  }

  /** The Final_Sigma condition: a cased letter before, none after, skipping case-ignorables. */
  private static boolean isFinal(String text, int sigma) {
    int before = sigma;
    while (before > 0 && isCaseIgnorable(text.codePointBefore(before))) {
      before -= Character.charCount(text.codePointBefore(before));
    }
    if (before == 0 || !isCased(text.codePointBefore(before))) {
      return false;
    }
    int after = sigma + 1;
    while (after < text.length() && isCaseIgnorable(text.codePointAt(after))) {
      after += Character.charCount(text.codePointAt(after));
    }
    return after == text.length() || !isCased(text.codePointAt(after));
  }

  private static boolean isCased(int c) {
    return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
  }

  private static boolean isCaseIgnorable(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> WORD_JOINERS.indexOf(c) >= 0;
    };
  }
}
