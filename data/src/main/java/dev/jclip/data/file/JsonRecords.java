package dev.jclip.data.file;

import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the records out of JSON files one by one, whatever holds them: a list, an object of
 * objects, one object a line, or an object with lists of objects.
 */
public final class JsonRecords {
  private static final Set<String> SECTIONS = Set.of("images", "annotations");

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final int MAX_BEGINNING = 256;
  private static final int MAX_LINE = 16 << 20;

  private final Consumer consumer;
  private JsonParser parser = MAPPER.createParser("");
  private int count;

  private JsonRecords(Consumer consumer) {
    this.consumer = consumer;
  }

  /** Takes the records. */
  public interface Consumer {
    /**
     * Takes one, or throws a {@link DataException} that says why it cannot be used.
     *
     * @param section the list that it stands in, such as {@code images}; else empty
     * @param key its key in an object, or its number from 0
     */
    void accept(String section, String key, JsonNode node);

    /**
     * Hears of a record, or of a line of JSON lines, that cannot be used: it is no JSON, or {@link
     * #accept} threw a {@link DataException}.
     */
    void fault(String key, String reason);
  }

  /** Whether a file's name ends as one of JSON or JSON lines does. */
  public static boolean isNamed(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.jsonl?");
  }

  /**
   * Hands over all records.
   *
   * @throws DataException if the file cannot be read or is no JSON
   */
  public static void read(Path file, Consumer consumer) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + ": expected JSON, found no regular file");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (isLines(file, in)) {
        readLines(file, in, consumer);
      } else {
        new JsonRecords(consumer).readAll(in);
      }
    } catch (JacksonException e) {
      throw new DataException("%s: expected JSON: %s".formatted(file, reason(e)), e);
    } catch (IOException e) {
      throw new DataException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }

  private static String reason(JacksonException e) {
    return "%s (line %d)"
        .formatted(
            e.getOriginalMessage(), e.getLocation() == null ? 0 : e.getLocation().getLineNr());
  }

  /** Whether each line is a record: so it is named, and the first line is no beginning alone. */
  private static boolean isLines(Path file, InputStream in) throws IOException {
    if (!file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith("l")) {
      return false;
    }
    in.mark(MAX_BEGINNING);
    String start = new String(in.readNBytes(MAX_BEGINNING), StandardCharsets.UTF_8);
    in.reset();
    return !start.lines().findFirst().orElse("").strip().matches("\uFEFF?[\\[{]");
  }

  /** Each line for itself, so that one which is no JSON costs itself alone. */
  private static void readLines(Path file, InputStream in, Consumer consumer) throws IOException {
    var lines = new ByteLines(in, MAX_LINE);
    var records = new JsonRecords(consumer);
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      String place = "line " + lines.number();
      if (line.length > MAX_LINE) {
        consumer.fault(
            place,
            "%s: %s: expected at most %,d bytes, found more".formatted(file, place, MAX_LINE));
        continue;
      }
      try {
        records.readAll(new ByteArrayInputStream(line));
      } catch (JacksonException e) {
        consumer.fault(
            place, "%s: %s: expected JSON: %s".formatted(file, place, e.getOriginalMessage()));
      }
    }
  }

  private void readAll(InputStream in) {
    try (JsonParser opened = MAPPER.createParser(in)) {
      parser = opened;
      roots();
    }
  }

  private void roots() {
    while (parser.nextToken() != null) {
      switch (parser.currentToken()) {
        case START_ARRAY -> list("");
        case START_OBJECT -> object();
        default -> accept("", MAPPER.readTree(parser));
      }
    }
  }

  private void list(String section) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      accept(section, MAPPER.readTree(parser));
    }
  }

  /** A record itself, unless it turns out to hold records. */
  private void object() {
    ObjectNode self = MAPPER.createObjectNode();
    boolean holdsRecords = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_ARRAY && SECTIONS.contains(name)) {
        holdsRecords |= section(name, self);
      } else {
        self.set(name, MAPPER.readTree(parser));
      }
    }
    if (holdsRecords) {
      return;
    }
    if (!self.isEmpty() && self.values().stream().allMatch(JsonNode::isObject)) {
      self.properties().forEach(field -> accept("", field.getKey(), field.getValue()));
    } else {
      accept("", self);
    }
  }

  /** A list of records, or of plain values, which belong to the object around it. */
  private boolean section(String name, ObjectNode self) {
    var values = self.putArray(name);
    boolean holdsRecords = false;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode node = MAPPER.readTree(parser);
      if (node.isObject()) {
        holdsRecords = true;
        accept(name, node);
      } else {
        values.add(node);
      }
    }
    return holdsRecords;
  }

  private void accept(String section, JsonNode node) {
    accept(section, Integer.toString(count++), node);
  }

  private void accept(String section, String key, JsonNode node) {
    try {
      consumer.accept(section, key, node);
    } catch (DataException e) {
      consumer.fault("record " + key, String.valueOf(e.getMessage()));
    }
  }
}
