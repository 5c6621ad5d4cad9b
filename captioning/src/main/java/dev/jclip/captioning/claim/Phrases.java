package dev.jclip.captioning.claim;

import dev.jclip.captioning.claim.Vocabulary.Noun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the things that captions name, with the words before them. Immutable; thread-safe. */
final class Phrases {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*");

  private final Vocabulary vocabulary;

  Phrases(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** A word of a caption, or words that name one thing, in lower case, and where it stands. */
  record Token(String word, int from, int to) {}

  /**
   * A thing with the words before it: from its number, if it has one, over its adjectives to its
   * noun.
   */
  record Phrase(Noun noun, int number, List<Token> tokens) {
    Token first() {
      return tokens.getFirst();
    }

    Token last() {
      return tokens.getLast();
    }
  }

  /** All things that a caption names, in its order. */
  List<Phrase> of(String caption) {
    List<Token> tokens = tokens(caption);
    var phrases = new ArrayList<Phrase>();
    for (int i = 0; i < tokens.size(); i++) {
      Optional<Noun> noun = vocabulary.noun(tokens.get(i).word());
      if (noun.isPresent() && !isBeforeNoun(tokens, i)) {
        phrases.add(phrase(tokens, i, noun.get()));
      }
    }
    return phrases;
  }

  /**
   * In "an orange ball" and "an orange metal ball" there is one thing, and an orange is none of its
   * own.
   */
  private boolean isBeforeNoun(List<Token> tokens, int at) {
    int next = at + 1;
    if (vocabulary.isAdjective(tokens.get(at).word())) {
      while (next < tokens.size()
          && vocabulary.isAdjective(tokens.get(next).word())
          && vocabulary.noun(tokens.get(next).word()).isEmpty()) {
        next++;
      }
    }
    return next < tokens.size() && vocabulary.noun(tokens.get(next).word()).isPresent();
  }

  private List<Token> tokens(String caption) {
    List<Token> words =
        WORD.matcher(caption)
            .results()
            .map(
                match ->
                    new Token(match.group().toLowerCase(Locale.ROOT), match.start(), match.end()))
            .toList();
    var tokens = new ArrayList<Token>();
    for (int i = 0; i < words.size(); ) {
      int count = wordsOfNoun(words, i);
      List<Token> together = words.subList(i, i + count);
      tokens.add(
          new Token(
              String.join(" ", together.stream().map(Token::word).toList()),
              together.getFirst().from(),
              together.getLast().to()));
      i += count;
    }
    return tokens;
  }

  /** How many words from here on are the longest name of a thing; 1 if there is none. */
  private int wordsOfNoun(List<Token> words, int from) {
    int most = Math.min(vocabulary.wordsOfLongestNoun(), words.size() - from);
    for (int count = most; count > 1; count--) {
      List<String> name = words.subList(from, from + count).stream().map(Token::word).toList();
      if (vocabulary.noun(String.join(" ", name)).isPresent()) {
        return count;
      }
    }
    return 1;
  }

  private Phrase phrase(List<Token> tokens, int noun, Noun thing) {
    int from = noun;
    while (from > 0 && vocabulary.isAdjective(tokens.get(from - 1).word())) {
      from--;
    }
    int number = from == 0 ? 0 : vocabulary.number(tokens.get(from - 1).word());
    return new Phrase(thing, number, tokens.subList(number > 0 ? from - 1 : from, noun + 1));
  }
}
