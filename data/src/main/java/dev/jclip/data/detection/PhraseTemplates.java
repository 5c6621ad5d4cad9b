package dev.jclip.data.detection;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Phrases for an object, made of what is known of it: {@code a {colour} {shape}}. An object has the
 * phrases of all templates whose fields it has. Immutable.
 *
 * @param templates with the names of fields in braces; "a" becomes "an" before a vowel
 */
public record PhraseTemplates(List<String> templates) {
  private static final Pattern FIELD = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern ARTICLE = Pattern.compile("\\b([Aa]) (?=[aeiouAEIOU])");

  /** The category of COCO's objects, and what distinguishes those of rendered scenes. */
  public static final PhraseTemplates DEFAULT =
      new PhraseTemplates(
          List.of(
              "{category}",
              "a {shape}",
              "a {colour} {shape}",
              "a {size} {colour} {shape}",
              "a {colour} {material} {shape}"));

  /**
   * Checks the templates.
   *
   * @throws IllegalArgumentException if there is none, or one that is empty or names no field
   */
  public PhraseTemplates {
    templates = List.copyOf(templates);
    if (templates.isEmpty()) {
      throw new IllegalArgumentException("phrases: expected one template or more, found none");
    }
    for (String template : templates) {
      if (template.isBlank()) {
        throw new IllegalArgumentException(
            "phrases: expected templates such as \"a {colour} {shape}\", found an empty phrase");
      }
      if (FIELD.matcher(template).results().noneMatch(field -> !field.group(1).isBlank())) {
        throw new IllegalArgumentException(
            "phrases: expected the name of a field in braces, as in \"a {colour} {shape}\", found \"%s\""
                .formatted(template));
      }
    }
  }

  /** Templates separated by commas. */
  public static PhraseTemplates parse(String commaSeparated) {
    return new PhraseTemplates(
        Arrays.stream(commaSeparated.split(",", -1)).map(String::strip).toList());
  }

  /** The phrases of an object with these fields; none where it has the fields of no template. */
  public Set<String> phrases(Map<String, String> fields) {
    return templates.stream()
        .filter(template -> fields.keySet().containsAll(fieldsOf(template)))
        .map(template -> filled(template, fields))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String filled(String template, Map<String, String> fields) {
    String text =
        FIELD
            .matcher(template)
            .replaceAll(field -> quoted(fields.getOrDefault(field.group(1), "")));
    return ARTICLE.matcher(text).replaceAll("$1n ");
  }

  private static String quoted(String value) {
    return Matcher.quoteReplacement(value);
  }

  private static List<String> fieldsOf(String template) {
    return FIELD.matcher(template).results().map((MatchResult found) -> found.group(1)).toList();
  }

  /** All fields that templates name. */
  Set<String> fields() {
    return templates.stream()
        .flatMap(template -> fieldsOf(template).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
