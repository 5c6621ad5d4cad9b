package dev.jclip.captioning.claim;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The words of a language that claims are made of. Immutable. */
final class Vocabulary {
  private final Words words;
  private final Map<String, Noun> nouns = new HashMap<>();
  private final Set<String> adjectives;

  /**
   * The file's content.
   *
   * @param colours exchanged with each other
   * @param attributes other words that may stand between a number and a thing
   * @param numbers from one on
   * @param articles that mean one
   * @param opposites pairs of relations
   * @param broader lists of words of which the first may be said of all the others, so that it is
   *     not exchanged with them
   * @param things groups of things that are exchanged with each other, each as [one, many]
   */
  record Words(
      List<String> colours,
      List<String> attributes,
      List<String> numbers,
      List<String> articles,
      List<List<String>> opposites,
      List<List<String>> broader,
      List<List<List<String>>> things) {}

  /**
   * A word for a thing, as a caption has it.
   *
   * @param group the things that it is exchanged with, itself among them
   * @param index in the group
   * @param isMany whether the word stands for several
   */
  record Noun(List<List<String>> group, int index, boolean isMany) {
    /** The same thing, for one or several. */
    String word(boolean many) {
      return word(index, many);
    }

    private String word(int thing, boolean many) {
      return group.get(thing).get(many ? 1 : 0);
    }
  }

  private Vocabulary(Words words) {
    this.words = words;
    for (List<List<String>> group : words.things()) {
      for (int i = 0; i < group.size(); i++) {
        nouns.put(group.get(i).get(1), new Noun(group, i, true));
        nouns.put(group.get(i).get(0), new Noun(group, i, false));
      }
    }
    this.adjectives =
        Stream.concat(words.colours().stream(), words.attributes().stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The words of English. */
  static Vocabulary english() {
    try (InputStream in =
        Objects.requireNonNull(Vocabulary.class.getResourceAsStream("english.json"))) {
      return new Vocabulary(JsonMapper.shared().readValue(in, Words.class));
    } catch (IOException e) {
      throw new IllegalStateException("the vocabulary of English cannot be read", e);
    }
  }

  Optional<Noun> noun(String word) {
    return Optional.ofNullable(nouns.get(word));
  }

  boolean isColour(String word) {
    return words.colours().contains(word);
  }

  boolean isAdjective(String word) {
    return adjectives.contains(word);
  }

  /** Colours that something is not if it has this one. */
  List<String> otherColours(String colour) {
    return words.colours().stream().filter(other -> exclude(colour, other)).toList();
  }

  /** Things that something is not if it is this one, as many of them. */
  List<String> otherThings(Noun noun) {
    String thing = noun.word(false);
    return IntStream.range(0, noun.group().size())
        .filter(other -> exclude(thing, noun.word(other, false)))
        .mapToObj(other -> noun.word(other, noun.isMany()))
        .toList();
  }

  /** Whether two words cannot both be true of something. */
  private boolean exclude(String word, String other) {
    return !word.equals(other)
        && words.broader().stream()
            .noneMatch(list -> isBroader(list, word, other) || isBroader(list, other, word));
  }

  private static boolean isBroader(List<String> list, String word, String other) {
    return list.getFirst().equals(word) && list.contains(other);
  }

  List<List<String>> opposites() {
    return words.opposites();
  }

  /** The number that a word stands for, an article for one; 0 if it stands for none. */
  int number(String word) {
    return words.articles().contains(word) ? 1 : words.numbers().indexOf(word) + 1;
  }

  /** The words for one, two, ... */
  List<String> numbers() {
    return words.numbers();
  }
}
