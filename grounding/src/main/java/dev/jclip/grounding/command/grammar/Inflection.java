package dev.jclip.grounding.command.grammar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a language makes plurals of nouns. */
final class Inflection {
  private final Map<String, String> irregular;
  private final List<Ending> plurals;
  private final List<Ending> singulars;

  /**
   * A rule of endings.
   *
   * @param from the whole word, as a regular expression
   * @param to what it becomes
   */
  record Ending(Pattern from, String to) {
    Optional<String> of(String word) {
      Matcher matcher = from.matcher(word);
      return matcher.matches() ? Optional.of(matcher.replaceFirst(to)) : Optional.empty();
    }
  }

  /**
   * @param irregular plurals by their singulars
   * @param plurals from singulars to plurals; the first that fits counts
   * @param singulars from plurals of unknown nouns to singulars; the first that fits counts, and a
   *     word that none fits is no plural
   */
  Inflection(Map<String, String> irregular, List<Ending> plurals, List<Ending> singulars) {
    this.irregular = irregular;
    this.plurals = plurals;
    this.singulars = singulars;
  }

  /** More than one of it; of several words the last one is changed. */
  String plural(String singular) {
    String whole = irregular.get(singular);
    if (whole != null) {
      return whole;
    }
    int last = singular.lastIndexOf(' ') + 1;
    String head = singular.substring(last);
    String known = irregular.get(head);
    return singular.substring(0, last)
        + (known == null ? first(plurals, head).orElse(head) : known);
  }

  /** One of an unknown word's things, if the word is a plural. */
  Optional<String> singular(String plural) {
    return first(singulars, plural);
  }

  private static Optional<String> first(List<Ending> endings, String word) {
    return endings.stream().flatMap(ending -> ending.of(word).stream()).findFirst();
  }
}
