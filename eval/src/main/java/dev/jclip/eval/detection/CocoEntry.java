package dev.jclip.eval.detection;

import dev.jclip.error.DataException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a list in a COCO file, and where it stands, so that each complaint names file,
 * place and key. Members that are null count as not there.
 *
 * @param place such as {@code annotations[12]}
 */
record CocoEntry(Path file, String place, ObjectNode node) {
  private static final int SHOWN = 80;

  /** The same with these keys alone: what is kept of a large file. */
  CocoEntry keeping(String... keys) {
    return new CocoEntry(file, place, node.deepCopy().retain(keys));
  }

  boolean has(String key) {
    return member(key) != null;
  }

  private @Nullable JsonNode member(String key) {
    JsonNode member = node.get(key);
    return member == null || member.isNull() ? null : member;
  }

  long id(String key) {
    JsonNode id = member(key);
    if (id == null || !id.isIntegralNumber() || !id.canConvertToLong()) {
      throw wrong(key, "a whole number");
    }
    return id.longValue();
  }

  double number(String key) {
    JsonNode number = member(key);
    if (number == null || !number.isNumber() || !Double.isFinite(number.doubleValue())) {
      throw wrong(key, "a number");
    }
    return number.doubleValue();
  }

  String text(String key) {
    JsonNode text = member(key);
    if (text == null || !text.isString()) {
      throw wrong(key, "a string");
    }
    return text.stringValue();
  }

  /** True, 1, false or 0; false if it is not there. */
  boolean flag(String key) {
    JsonNode flag = member(key);
    if (flag == null) {
      return false;
    }
    return switch (flag.toString()) {
      case "1", "true" -> true;
      case "0", "false" -> false;
      default -> throw wrong(key, "0 or 1");
    };
  }

  Region region(String key) {
    JsonNode box = member(key);
    String expected = "a box [x, y, width, height] of four numbers with sides of at least 0";
    if (box == null
        || !box.isArray()
        || box.size() != 4
        || !box.valueStream().allMatch(JsonNode::isNumber)) {
      throw wrong(key, expected);
    }
    double[] sides = box.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    try {
      return new Region(sides[0], sides[1], sides[2], sides[3]);
    } catch (IllegalArgumentException e) {
      throw wrong(key, expected);
    }
  }

  DataException wrong(String key, String expected) {
    JsonNode found = node.get(key);
    return new DataException(
        "%s: %s.%s: expected %s, found %s"
            .formatted(file, place, key, expected, found == null ? "no such key" : shown(found)));
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN - 1) + "…" : text;
  }
}
