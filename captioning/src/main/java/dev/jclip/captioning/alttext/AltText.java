package dev.jclip.captioning.alttext;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/**
 * What an image shows, in words, for somebody who cannot see it.
 *
 * @param text one or two sentences; IPTC recommends at most 250 characters
 * @param extended a longer description, if there is one
 * @param language of both, a BCP 47 tag such as {@code en} or {@code pt-BR}
 * @param writer the program and model that wrote them
 */
public record AltText(String text, Optional<String> extended, String language, String writer) {
  /** How many characters are enough for most images: screen readers read them in one breath. */
  public static final int WANTED = 125;

  /** How many characters the standard recommends for {@link #text} at most. */
  public static final int LONGEST = 250;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a part is blank, or the language is no BCP 47 tag
   */
  public AltText {
    requireWords("text", text);
    extended.ifPresent(words -> requireWords("extended description", words));
    requireWords("writer", writer);
    try {
      new Locale.Builder().setLanguageTag(language);
    } catch (IllformedLocaleException e) {
      throw new IllegalArgumentException(
          "language: expected a BCP 47 tag such as en or pt-BR, found \"" + language + "\"", e);
    }
    requireWords("language", language);
  }

  private static void requireWords(String part, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(part + ": expected words, found none");
    }
  }

  /** A text without a longer description. */
  public static AltText of(String text, String language, String writer) {
    return new AltText(text, Optional.empty(), language, writer);
  }

  /** The same with a longer description. */
  public AltText withExtended(String description) {
    return new AltText(text, Optional.of(description), language, writer);
  }
}
