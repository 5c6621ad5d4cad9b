package dev.jclip.captioning.claim;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
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
  private final int wordsOfLongestNoun;
  private final Set<String> adjectives;

  /**
   * The file's content.
   *
   * @param colours exchanged with each other
   * @param attributes other words that may stand between a number and a thing
   * @param numbers from one on
   * @param articles that mean one
   * @param opposites pairs of relations
   * @param relations lists of words that mean the same, of which the first is the relation's name
   * @param orders pairs of an order in which things are named, and the relation that each has to
   *     the next
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
      List<List<String>> relations,
      List<List<String>> orders,
      List<List<String>> broader,
      List<List<List<String>>> things) {
    Words with(List<List<List<String>>> otherThings) {
      return new Words(
          colours,
          attributes,
          numbers,
          articles,
          opposites,
          relations,
          orders,
          broader,
          otherThings);
    }
  }

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
        put(group.get(i).get(1), new Noun(group, i, true));
        put(group.get(i).get(0), new Noun(group, i, false));
      }
    }
    this.wordsOfLongestNoun =
        nouns.keySet().stream().mapToInt(noun -> noun.split(" ", -1).length).max().orElse(1);
    this.adjectives =
        Stream.concat(words.colours().stream(), words.attributes().stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** A t-shirt is a tshirt too. */
  private void put(String word, Noun noun) {
    nouns.put(word, noun);
    nouns.putIfAbsent(word.replace("-", ""), noun);
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

  /**
   * The same with further things, each by a name of its own, for one or for several; those that are
   * known stay.
   */
  Vocabulary with(Collection<String> names) {
    var things = new ArrayList<>(words.things());
    names.stream()
        .filter(name -> !nouns.containsKey(name))
        .distinct()
        .map(name -> List.of(oneAndSeveral(name)))
        .forEach(things::add);
    return new Vocabulary(words.with(things));
  }

  private static List<String> oneAndSeveral(String name) {
    return name.matches(".*[^siu]s")
        ? List.of(name.substring(0, name.length() - 1), name)
        : List.of(name, several(name));
  }

  private static String several(String noun) {
    if (noun.matches(".*[^aeiou]y")) {
      return noun.substring(0, noun.length() - 1) + "ies";
    }
    return noun.matches(".*(s|x|ch|sh)") ? noun + "es" : noun + "s";
  }

  /** Of how many words the longest name of a thing is. */
  int wordsOfLongestNoun() {
    return wordsOfLongestNoun;
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
  boolean exclude(String word, String other) {
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

  List<List<String>> relations() {
    return words.relations();
  }

  List<List<String>> orders() {
    return words.orders();
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
