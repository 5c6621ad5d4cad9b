package dev.jclip.zeroshot;

import dev.jclip.error.ClipException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sentences with a place for a label. Immutable.
 *
 * @param templates at least one sentence, each with {@code {}} (or {@code {c}}) where the label
 *     goes
 */
public record PromptTemplates(List<String> templates) {
  private static final String RESOURCE = "templates.json";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{c?}");

  /** Checks that there are templates and that each has a place for the label. */
  public PromptTemplates {
    templates = List.copyOf(templates);
    if (templates.isEmpty()) {
      throw new IllegalArgumentException("templates: expected at least one, found none");
    }
    for (String template : templates) {
      if (!hasPlaceholder(template)) {
        throw new IllegalArgumentException(
            "template \"%s\": expected {} where the label goes, found none".formatted(template));
      }
    }
  }

  static boolean hasPlaceholder(String template) {
    return PLACEHOLDER.matcher(template).find();
  }

  /** These templates. */
  public static PromptTemplates of(String... templates) {
    return new PromptTemplates(List.of(templates));
  }

  /** The one that the paper's figures start from: {@code a photo of a {}.} */
  public static PromptTemplates photo() {
    return of("a photo of a {}.");
  }

  /**
   * The templates that the paper used for a data set.
   *
   * @param name one of {@link #named()}, such as {@code imagenet} or {@code cifar10}
   */
  public static PromptTemplates forName(String name) {
    Map<String, PromptTemplates> all = named();
    PromptTemplates found = all.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "templates %s: expected one of %s".formatted(name, String.join(", ", all.keySet())));
    }
    return found;
  }

  /** All template sets that ship with jclip, by name. */
  public static Map<String, PromptTemplates> named() {
    try (InputStream in = PromptTemplates.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new ClipException(RESOURCE + ": not among jclip's own resources; the jar is damaged");
      }
      Map<String, List<String>> sets =
          JsonMapper.shared()
              .readValue(in, new TypeReference<LinkedHashMap<String, List<String>>>() {});
      var named = new LinkedHashMap<String, PromptTemplates>();
      sets.forEach((name, templates) -> named.put(name, new PromptTemplates(templates)));
      return Collections.unmodifiableMap(named);
    } catch (IOException e) {
      throw new ClipException(RESOURCE + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Each template with the label in its place. */
  public List<String> fill(String label) {
    String literal = Matcher.quoteReplacement(label);
    return templates.stream()
        .map(template -> PLACEHOLDER.matcher(template).replaceAll(literal))
        .toList();
  }
}
