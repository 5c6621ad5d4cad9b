package dev.jclip.tokenizer;

import dev.jclip.tokenizer.parts.CharacterClass;

/**
 * CLIP's word pattern, matched by hand: the markers of start and end, English contractions, runs of
 * letters, single numbers, runs of anything else that is not white space.
 */
final class WordPattern {
  private static final String[] CONTRACTIONS = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};

  /** A part of a text, from {@code start} to {@code end}. */
  @FunctionalInterface
  interface Span {
    void accept(String text, int start, int end);
  }

  private final String[] markers;
  private final char otherS;

  private WordPattern(char otherS, String... markers) {
    this.otherS = otherS;
    this.markers = markers.clone();
  }

  /** The pattern over lower-case text, matched exactly. */
  static WordPattern exact(String... markers) {
    return new WordPattern('s', markers);
  }

  /**
   * The pattern over lower-case text, matched without regard to case: then the long s, which is
   * lower case already, matches an s as well.
   */
  static WordPattern ignoringCase(String... markers) {
    return new WordPattern('ſ', markers);
  }

  /** Hands over the words and the markers of a text, in order. */
  void split(String text, Span onWord, Span onMarker) {
    int length = text.length();
    int start = skipSpace(text, 0, length);
    while (start < length) {
      int end = markerEnd(text, start);
      if (end > start) {
        onMarker.accept(text, start, end);
      } else {
        end = wordEnd(text, start, length);
        onWord.accept(text, start, end);
      }
      start = skipSpace(text, end, length);
    }
  }

  /** Hands over the words between two positions, as if the pattern knew no markers. */
  void splitPlain(String text, int from, int limit, Span onWord) {
    int start = skipSpace(text, from, limit);
    while (start < limit) {
      int end = wordEnd(text, start, limit);
      onWord.accept(text, start, end);
      start = skipSpace(text, end, limit);
    }
  }

  private static int skipSpace(String text, int from, int limit) {
    int i = from;
    while (i < limit) {
      int c = text.codePointAt(i);
      if (CharacterClass.of(c) != CharacterClass.SPACE) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private int markerEnd(String text, int start) {
    for (String marker : markers) {
      if (matches(text, start, text.length(), marker)) {
        return start + marker.length();
      }
    }
    return start;
  }

  private int wordEnd(String text, int start, int limit) {
    if (text.charAt(start) == '\'') {
      for (String contraction : CONTRACTIONS) {
        if (matches(text, start, limit, contraction)) {
          return start + contraction.length();
        }
      }
    }
    int c = text.codePointAt(start);
    int end = start + Character.charCount(c);
    CharacterClass first = CharacterClass.of(c);
    if (first == CharacterClass.NUMBER) {
      return end;
    }
    while (end < limit) {
      c = text.codePointAt(end);
      if (CharacterClass.of(c) != first) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  private boolean matches(String text, int start, int limit, String expected) {
    if (start + expected.length() > limit) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      char c = text.charAt(start + i);
      char wanted = expected.charAt(i);
      if (c != wanted && (wanted != 's' || c != otherS)) {
        return false;
      }
    }
    return true;
  }
}
