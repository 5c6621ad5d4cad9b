package dev.jclip.scene;

import java.util.List;
import java.util.Locale;

/** Names as captions write them. */
final class Words {
  private static final String VOWELS = "aeiou";
  private static final List<String> NUMBERS =
      List.of("no", "one", "two", "three", "four", "five", "six");

  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** With its article. */
  static String one(String noun) {
    return (VOWELS.indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }

  /** More than one of it: "boxes". */
  static String several(String noun) {
    return noun + (noun.endsWith("x") ? "es" : "s");
  }

  /** One with its article, or several with their number: "two red balls". */
  static String counted(String noun, int count) {
    return count == 1 ? one(noun) : number(count) + " " + several(noun);
  }

  static String number(int count) {
    return NUMBERS.get(count);
  }

  /** Joined by commas and a last "and". */
  static String list(List<String> parts) {
    int last = parts.size() - 1;
    return last == 0
        ? parts.getFirst()
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }
}
