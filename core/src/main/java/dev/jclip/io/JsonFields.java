package dev.jclip.io;

import dev.jclip.error.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object of a checkpoint, with the file and the path it stands at, so that each complaint
 * names them. Absent and {@code null} members count as not there. Immutable.
 */
public final class JsonFields {
  /** The largest configuration file that is read, in bytes; real ones hold a few thousand. */
  private static final long MAX_BYTES = 4L << 20;

  private static final String STRINGS = "a list of strings";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String file;
  private final String path;
  private final JsonNode node;

  private JsonFields(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /** Reads a file that must hold one JSON object. */
  public static JsonFields read(Path file) {
    return parse(bytes(file), file.toString());
  }

  /** Reads a file that must hold a list of JSON objects. */
  public static List<JsonFields> readList(Path file) {
    JsonNode list = tree(bytes(file), file.toString());
    var objects = new ArrayList<JsonFields>();
    for (JsonNode element : list.values()) {
      objects.add(new JsonFields(file.toString(), "[%d]".formatted(objects.size()), element));
    }
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isObject)) {
      throw new CheckpointException(
          "%s: expected a list of JSON objects, found %s".formatted(file, shown(list)));
    }
    return List.copyOf(objects);
  }

  private static byte[] bytes(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new CheckpointException(
            "%s: expected a configuration of at most %d bytes, found %d"
                .formatted(file, MAX_BYTES, size));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CheckpointException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Reads bytes that must hold one JSON object; {@code file} names them in messages. */
  public static JsonFields parse(byte[] json, String file) {
    JsonNode node = tree(json, file);
    if (!node.isObject()) {
      throw new CheckpointException(
          "%s: expected a JSON object, found %s".formatted(file, node.getNodeType()));
    }
    return new JsonFields(file, "", node);
  }

  private static JsonNode tree(byte[] json, String file) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new CheckpointException(
          "%s: expected JSON, found: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /** The file that this object was read from, for messages. */
  public String file() {
    return file;
  }

  /** The names of the members that are there, in the file's order. */
  public Collection<String> names() {
    return node.propertyStream()
        .filter(member -> !member.getValue().isNull())
        .map(java.util.Map.Entry::getKey)
        .toList();
  }

  /** Whether the member is there and not {@code null}. */
  public boolean has(String name) {
    return member(name) != null;
  }

  /** Whether the member is there and a number. */
  public boolean isNumber(String name) {
    JsonNode member = member(name);
    return member != null && member.isNumber();
  }

  /** The member as an object, where it is there. */
  public Optional<JsonFields> object(String name) {
    JsonNode member = member(name);
    if (member == null) {
      return Optional.empty();
    }
    if (!member.isObject()) {
      throw wrong(name, "an object", member);
    }
    return Optional.of(new JsonFields(file, at(name), member));
  }

  /** The member as an object; it must be there. */
  public JsonFields requiredObject(String name) {
    return object(name).orElseThrow(() -> missing(name, "an object"));
  }

  /**
   * The members of a member, which must be there and an object, by what their names stand for.
   *
   * @param value reads one, from the object and its name
   */
  public <K, V> Map<K, V> mapOf(
      String name, Function<String, K> key, BiFunction<JsonFields, String, V> value) {
    JsonFields object = requiredObject(name);
    return object.names().stream()
        .collect(Collectors.toMap(key, member -> value.apply(object, member)));
  }

  /** An object of the same file that has no members. */
  public JsonFields emptyObject() {
    return new JsonFields(file, path, MAPPER.createObjectNode());
  }

  /** The member as a whole number, where it is there. */
  public OptionalInt optionalInt(String name) {
    JsonNode member = member(name);
    if (member == null) {
      return OptionalInt.empty();
    }
    if (!member.isIntegralNumber() || !member.canConvertToInt()) {
      throw wrong(name, "a whole number", member);
    }
    return OptionalInt.of(member.intValue());
  }

  /** The member as a whole number, or a default. */
  public int intOr(String name, int fallback) {
    return optionalInt(name).orElse(fallback);
  }

  /** The member as a whole number; it must be there. */
  public int requiredInt(String name) {
    return optionalInt(name).orElseThrow(() -> missing(name, "a whole number"));
  }

  /** The member as a number, or a default. */
  public double doubleOr(String name, double fallback) {
    JsonNode member = member(name);
    if (member == null) {
      return fallback;
    }
    double value = member.isNumber() ? member.doubleValue(Double.NaN) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw wrong(name, "a number", member);
    }
    return value;
  }

  /** The member as a number; it must be there. */
  public double requiredDouble(String name) {
    requirePresent(name, "a number");
    return doubleOr(name, Double.NaN);
  }

  /** The member as a truth value, or a default. */
  public boolean booleanOr(String name, boolean fallback) {
    JsonNode member = member(name);
    if (member == null) {
      return fallback;
    }
    if (!member.isBoolean()) {
      throw wrong(name, "true or false", member);
    }
    return member.booleanValue();
  }

  /** The member as text, or a default. */
  public String stringOr(String name, String fallback) {
    JsonNode member = member(name);
    if (member == null) {
      return fallback;
    }
    if (!member.isString()) {
      throw wrong(name, "a string", member);
    }
    return member.stringValue();
  }

  /** The member as text; it must be there. */
  public String requiredString(String name) {
    requirePresent(name, "a string");
    return stringOr(name, "");
  }

  /** The member as a list of texts; it must be there. */
  public List<String> requiredStrings(String name) {
    requirePresent(name, STRINGS);
    return list(name, STRINGS, element -> element.isString() ? element.stringValue() : null);
  }

  /** The member as a list of whole numbers, where it is a list. */
  public Optional<List<Integer>> intList(String name) {
    JsonNode member = member(name);
    if (member == null || !member.isArray()) {
      return Optional.empty();
    }
    return Optional.of(
        list(
            name,
            "a list of whole numbers",
            element ->
                element.isIntegralNumber() && element.canConvertToInt()
                    ? element.intValue()
                    : null));
  }

  /** The member as a list of numbers, or a default. */
  public List<Float> floatListOr(String name, List<Float> fallback) {
    if (!has(name)) {
      return fallback;
    }
    return list(
        name,
        "a list of numbers",
        element -> {
          float value = element.isNumber() ? element.floatValue(Float.NaN) : Float.NaN;
          return Float.isFinite(value) ? value : null;
        });
  }

  /** The elements of a member that is there; {@code value} gives null for what is not expected. */
  private <T> List<T> list(String name, String expected, Function<JsonNode, @Nullable T> value) {
    JsonNode member = node.get(name);
    if (!member.isArray()) {
      throw wrong(name, expected, member);
    }
    var values = new ArrayList<T>();
    for (JsonNode element : member.values()) {
      T read = value.apply(element);
      if (read == null) {
        throw wrong(name, expected, member);
      }
      values.add(read);
    }
    return List.copyOf(values);
  }

  /** Refuses a member that is there with a value other than {@code null} or {@code false}. */
  public void refuse(String name, String reason) {
    JsonNode member = member(name);
    if (member != null && !(member.isBoolean() && !member.booleanValue())) {
      throw new CheckpointException(
          "%s: %s is %s: %s".formatted(file, at(name), shown(member), reason));
    }
  }

  /** The complaint that a member has an unusable value. */
  public CheckpointException wrong(String name, String expected) {
    JsonNode member = member(name);
    return member == null ? missing(name, expected) : wrong(name, expected, member);
  }

  private CheckpointException wrong(String name, String expected, JsonNode found) {
    return new CheckpointException(
        "%s: %s: expected %s, found %s".formatted(file, at(name), expected, shown(found)));
  }

  private void requirePresent(String name, String expected) {
    if (!has(name)) {
      throw missing(name, expected);
    }
  }

  private CheckpointException missing(String name, String expected) {
    return new CheckpointException(
        "%s: %s: expected %s, but the field is absent".formatted(file, at(name), expected));
  }

  private @Nullable JsonNode member(String name) {
    JsonNode member = node.get(name);
    return member == null || member.isNull() ? null : member;
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
