package dev.jclip.tokenizer;

import dev.jclip.tokenizer.parts.CharacterClass;

/**
 * What is done to a text before a SentencePiece tokenizer reads it, by the reference that does it.
 * In every result each surrogate has its partner; one without becomes U+FFFD.
 */
public enum TextCleaning {
  /** The text stays as it is written: transformers' GemmaTokenizer and T5Tokenizer. */
  AS_WRITTEN {
    @Override
    String cleanPaired(String text) {
      return text;
    }
  },

  /** Lower case, every letter by itself: transformers' Siglip2Tokenizer. */
  LOWER_CASE {
    @Override
    String cleanPaired(String text) {
      return LetterCase.lowerEach(text);
    }
  },

  /** Lower case, no ASCII punctuation, single blanks: transformers' SiglipTokenizer. */
  SIGLIP {
    @Override
    String cleanPaired(String text) {
      return spaced(withoutPunctuation(LetterCase.lower(text)));
    }
  },

  /** As {@link #SIGLIP} with {@code do_lower_case} switched off. */
  SIGLIP_KEEPING_CASE {
    @Override
    String cleanPaired(String text) {
      return spaced(withoutPunctuation(text));
    }
  },

  /**
   * open_clip's {@code canonicalize}: repair, HTML references replaced, underscores become blanks,
   * no ASCII punctuation, lower case, single blanks.
   */
  CANONICALIZE {
    @Override
    String cleanPaired(String text) {
      String words = withoutPunctuation(repaired(text).replace('_', ' '));
      return spaced(LetterCase.lower(words));
    }
  },

  /** open_clip's {@code lower}: repair, HTML references replaced, single blanks, lower case. */
  LOWER {
    @Override
    String cleanPaired(String text) {
      return LetterCase.lower(spaced(repaired(text)));
    }
  },

  /** open_clip's {@code whitespace}: repair, HTML references replaced, single blanks. */
  WHITESPACE {
    @Override
    String cleanPaired(String text) {
      return spaced(repaired(text));
    }
  };

  /** Python's {@code string.punctuation}. */
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /** Returns the cleaned text. */
  public String clean(String text) {
    return TextRepair.pairSurrogates(cleanPaired(TextRepair.pairSurrogates(text)));
  }

  abstract String cleanPaired(String text);

  private static String repaired(String text) {
    return HtmlEntities.unescape(HtmlEntities.unescape(TextRepair.repair(text)));
  }

  private static String withoutPunctuation(String text) {
    var out = new StringBuilder(text.length());
    text.chars().filter(c -> PUNCTUATION.indexOf(c) < 0).forEach(c -> out.append((char) c));
    return out.toString();
  }

  /** One blank for each run of white space, none at the ends. */
  private static String spaced(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isPythonSpace(c)) {
        out.append(c);
      } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    }
    int last = out.length() - 1;
    if (last >= 0 && out.charAt(last) == ' ') {
      out.setLength(last);
    }
    return out.toString();
  }

  /** Python's white space: Unicode's, and the four separators of ASCII. */
  private static boolean isPythonSpace(char c) {
    return CharacterClass.of(c) == CharacterClass.SPACE || (c >= 0x1c && c <= 0x1f);
  }
}
