package dev.jclip.data.prompt;

import dev.jclip.error.DataException;
import dev.jclip.io.ComposedText;
import dev.jclip.io.NearestNames;
import dev.jclip.io.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads class names and prompts from CLIP_benchmark's JSON files and from plain text. */
public final class PromptFiles {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{c?}");

  private PromptFiles() {}

  /**
   * Class names: JSON {@code {data set: [names]}} or {@code [names]}, or text with one a line.
   *
   * @param dataset whose names to take
   * @throws DataException if the file cannot be read, holds something else, or not this data set
   */
  public static List<String> classNames(Path file, String dataset) {
    if (!isJson(file)) {
      return requireSome(file.toString(), TextFile.lines(file));
    }
    JsonNode root = json(file);
    JsonNode names = root.isObject() ? ofDataset(file, root, dataset) : root;
    return strings(file, root.isObject() ? dataset : "", names);
  }

  /**
   * Templates or prompts: JSON {@code {data set: X}} or {@code X}, of which X is {@code
   * [templates]} or {@code {class name: [prompts]}}, or text with a template a line.
   *
   * @param dataset whose prompts to take
   * @param classNames each of which needs prompts
   * @throws DataException if the file cannot be read, holds something else or not this data set, a
   *     template has no place for the name, or a class has no prompts
   */
  public static PromptSet prompts(Path file, String dataset, List<String> classNames) {
    if (!isJson(file)) {
      List<String> lines = TextFile.lines(file);
      return templates(file, "line ", 1, requireSome(file.toString(), lines));
    }
    JsonNode root = json(file);
    if (root.isArray()) {
      return templates(file, "template ", 0, strings(file, "", root));
    }
    boolean isPerClass = !root.has(dataset) && root.has(ComposedText.of(classNames.getFirst()));
    JsonNode found = isPerClass ? root : ofDataset(file, root, dataset);
    return found.isObject()
        ? perClass(file, found, classNames)
        : templates(file, dataset + ": template ", 0, strings(file, dataset, found));
  }

  private static boolean isJson(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private static JsonNode json(Path file) {
    try {
      JsonNode root = JsonMapper.shared().readTree(ComposedText.of(TextFile.text(file)));
      if (!root.isContainer()) {
        throw new DataException(
            "%s: expected a list or an object, found %s".formatted(file, root.getNodeType()));
      }
      return root;
    } catch (JacksonException e) {
      throw new DataException("%s: expected JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private static JsonNode ofDataset(Path file, JsonNode root, String dataset) {
    JsonNode found = root.get(dataset);
    if (found == null) {
      throw new DataException(
          "%s: expected the data set %s, found %s"
              .formatted(file, dataset, NearestNames.list(dataset, root.propertyNames())));
    }
    return found;
  }

  private static List<String> strings(Path file, String key, JsonNode node) {
    String place = key.isEmpty() ? file.toString() : file + ": " + key;
    if (!node.isArray()) {
      throw new DataException(
          "%s: expected a list of texts, found %s".formatted(place, node.getNodeType()));
    }
    var strings = new ArrayList<String>();
    for (JsonNode value : node.values()) {
      if (!value.isString()) {
        throw new DataException(
            "%s[%d]: expected text, found %s".formatted(place, strings.size(), value));
      }
      strings.add(value.asString());
    }
    return requireSome(place, strings);
  }

  private static List<String> requireSome(String place, List<String> texts) {
    if (texts.isEmpty()) {
      throw new DataException("%s: expected at least one text, found none".formatted(place));
    }
    return texts;
  }

  private static PromptSet templates(Path file, String place, int first, List<String> templates) {
    for (int i = 0; i < templates.size(); i++) {
      if (!PLACEHOLDER.matcher(templates.get(i)).find()) {
        throw new DataException(
            "%s: %s%d: expected {c} or {} where the class name goes, found \"%s\""
                .formatted(file, place, first + i, templates.get(i)));
      }
    }
    return new PromptSet.Templates(templates);
  }

  private static PromptSet perClass(Path file, JsonNode node, List<String> classNames) {
    List<String> missing =
        classNames.stream().filter(name -> !node.has(ComposedText.of(name))).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          "%s: %d of %d classes have no prompts: %s"
              .formatted(file, missing.size(), classNames.size(), NearestNames.list("", missing)));
    }
    var prompts = new LinkedHashMap<String, List<String>>();
    for (String name : classNames) {
      prompts.put(name, strings(file, name, node.path(ComposedText.of(name))));
    }
    return new PromptSet.PerClass(prompts);
  }
}
