package dev.jclip.data;

import dev.jclip.error.DataException;
import dev.jclip.io.NearestNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Fields of one record of a JSON file, checked. */
record RecordFields(Path file, String key, JsonNode node) {
  /** The usual names of a field with an image's path; jclip itself writes {@code input}. */
  static final List<String> IMAGE =
      List.of("image", "file_name", "filename", "filepath", "path", "input");

  /** Those of these fields that a record has with a value. */
  static Map<String, JsonNode> values(JsonNode record, Set<String> names) {
    var values = new LinkedHashMap<String, JsonNode>();
    for (String name : names) {
      JsonNode value = record.get(name);
      if (value != null && !value.isNull()) {
        values.put(name, value);
      }
    }
    return values;
  }

  /** The text or number of the first of these fields that is there. */
  @Nullable String optional(List<String> names) {
    for (String name : names) {
      JsonNode value = node.get(name);
      if (value != null && (value.isString() || value.isNumber())) {
        return value.asString();
      }
    }
    return null;
  }

  String text(List<String> names) {
    String text = optional(names);
    if (text == null) {
      throw missing(String.join(" or ", names));
    }
    return text;
  }

  /**
   * The texts of a field that is a list of texts, or of objects with a {@code text}, or one text;
   * none if it is not there.
   */
  List<String> texts(String name) {
    JsonNode value = node.get(name);
    var texts = new ArrayList<String>();
    if (value != null) {
      for (JsonNode one : value.isArray() ? value.values() : List.of(value)) {
        JsonNode text = one.isObject() ? one.path("text") : one;
        if (!text.isString()) {
          throw error("%s: expected text, found %s".formatted(name, one.getNodeType()));
        }
        texts.add(text.asString());
      }
    }
    return texts;
  }

  DataException missing(String expected) {
    List<String> found = node.isObject() ? List.copyOf(node.propertyNames()) : List.of();
    return error("expected %s, found %s".formatted(expected, NearestNames.list(expected, found)));
  }

  private DataException error(String message) {
    return new DataException("%s: record %s: %s".formatted(file, key, message));
  }
}
