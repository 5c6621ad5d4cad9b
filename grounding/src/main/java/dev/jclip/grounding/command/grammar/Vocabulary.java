package dev.jclip.grounding.command.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of a language: classes of words by name, and the nouns. Nouns are an open class, so
 * that there are classes that match words which the language's file does not have:
 *
 * <ul>
 *   <li>{@code noun}, {@code nouns}: a noun of the file in the singular or plural, and such a noun
 *       with another one before it ("kitchen knife", which is assumed unless the file has it)
 *   <li>{@code new noun}, {@code new nouns}: a word that is in no class and not refused
 *   <li>{@code new word}: the same, before a noun
 *   <li>{@code digits}: a number in digits
 * </ul>
 */
final class Vocabulary {
  private static final Pattern LETTERS = Pattern.compile("\\p{L}{3,}");
  private static final Pattern DIGITS = Pattern.compile("\\d+(\\.\\d+)?");

  /** How far-fetched it is that an unknown word is a noun, or stands before one. */
  private static final int ALONE = 4;

  private static final int BEFORE_NOUN = 6;

  /** Names of the classes that are not lists of words. */
  private static final Set<String> OPEN =
      Set.of("noun", "nouns", "new noun", "new nouns", "new word", "digits");

  private final Map<String, WordClass> classes;
  private final WordClass singular = new WordClass();
  private final WordClass plural = new WordClass();
  private final Inflection inflection;
  private final Set<String> taken;
  private final List<Pattern> refused;

  /** A word or phrase in a sentence. */
  record Word(int end, String value, int cost, boolean assumed) {}

  /**
   * @param taken words that are no nouns
   * @param refused patterns of words that are no nouns
   */
  Vocabulary(
      Map<String, WordClass> classes,
      List<String> nouns,
      Inflection inflection,
      Set<String> taken,
      List<Pattern> refused) {
    this.classes = new HashMap<>(classes);
    this.inflection = inflection;
    this.taken = taken;
    this.refused = refused;
    for (String noun : nouns) {
      singular.add(noun, noun);
      plural.add(inflection.plural(noun), noun);
    }
  }

  boolean has(String name) {
    return OPEN.contains(name) || classes.containsKey(name);
  }

  /** What of a class begins at a token. */
  List<Word> find(String name, List<Token> tokens, int at) {
    return switch (name) {
      case "noun" -> nouns(singular, tokens, at);
      case "nouns" -> nouns(plural, tokens, at);
      case "new noun" ->
          unknown(tokens, at, ALONE).filter(word -> isSingular(word.value())).stream().toList();
      case "new nouns" -> unknown(tokens, at, ALONE).flatMap(this::singular).stream().toList();
      case "new word" -> unknown(tokens, at, BEFORE_NOUN).stream().toList();
      case "digits" -> digits(tokens, at);
      default -> words(Objects.requireNonNull(classes.get(name)), tokens, at);
    };
  }

  private static List<Word> words(WordClass words, List<Token> tokens, int at) {
    return words.at(tokens, at).stream()
        .map(found -> new Word(found.end(), found.value(), 0, false))
        .toList();
  }

  private List<Word> nouns(WordClass heads, List<Token> tokens, int at) {
    var found = new ArrayList<>(words(heads, tokens, at));
    for (WordClass.Found modifier : singular.at(tokens, at)) {
      for (WordClass.Found head : heads.at(tokens, modifier.end())) {
        found.add(new Word(head.end(), modifier.value() + " " + head.value(), 3, true));
      }
    }
    return found;
  }

  private Optional<Word> unknown(List<Token> tokens, int at, int cost) {
    if (at >= tokens.size()) {
      return Optional.empty();
    }
    String word = tokens.get(at).word();
    boolean isNoun = !singular.at(tokens, at).isEmpty() || !plural.at(tokens, at).isEmpty();
    return LETTERS.matcher(word).matches()
            && !taken.contains(word)
            && !isNoun
            && refused.stream().noneMatch(pattern -> pattern.matcher(word).matches())
        ? Optional.of(new Word(at + 1, word, cost, true))
        : Optional.empty();
  }

  private boolean isSingular(String word) {
    return inflection.singular(word).isEmpty();
  }

  private Optional<Word> singular(Word word) {
    return inflection
        .singular(word.value())
        .map(one -> new Word(word.end(), one, word.cost(), word.assumed()));
  }

  private static List<Word> digits(List<Token> tokens, int at) {
    return at < tokens.size() && DIGITS.matcher(tokens.get(at).word()).matches()
        ? List.of(new Word(at + 1, tokens.get(at).word(), 0, false))
        : List.of();
  }
}
