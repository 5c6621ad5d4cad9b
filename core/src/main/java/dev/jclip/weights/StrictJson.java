package dev.jclip.weights;

import dev.jclip.error.CheckpointException;
import dev.jclip.io.Messages;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON object of a mapped file token by token: no duplicate names, little nesting, no
 * allocation that the budget does not cover. Every way in which the text differs from what is asked
 * for is a CheckpointException that names the part, the field and the place.
 */
final class StrictJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxNameLength(4096)
                  .maxStringLength(4 << 20)
                  .maxNumberLength(32)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .build();

  private static final int MAX_INTEGERS = 64;

  /** About what the check for duplicates keeps of a short name. */
  private static final int TOKEN_COST = 96;

  private final MappedFile file;
  private final String part;
  private final HeapBudget budget;
  private final JsonParser parser;

  private StrictJson(MappedFile file, String part, HeapBudget budget, JsonParser parser) {
    this.file = file;
    this.part = part;
    this.budget = budget;
    this.parser = parser;
  }

  /** Hands each field of the object that fills the range to the reader, in order. */
  static void readObject(
      MappedFile file, String part, long start, long end, HeapBudget budget, FieldReader fields) {
    ByteCursor bytes = new ByteCursor(file, part, start, end);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      StrictJson json = new StrictJson(file, part, budget, parser);
      parser.nextToken();
      json.object(fields);
      if (parser.nextToken() != null) {
        throw json.error("expected nothing after the object");
      }
    } catch (JacksonException e) {
      throw file.error(part + ": is not valid JSON: " + Messages.brief(e.getOriginalMessage()), e);
    }
  }

  /** Reads the object that starts at the current token. */
  void object(FieldReader fields) {
    require(JsonToken.START_OBJECT, "an object");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      budget.takeString(2L * name.length());
      parser.nextToken();
      fields.read(name, this);
    }
  }

  String string() {
    require(JsonToken.VALUE_STRING, "a string");
    budget.takeString(parser.getStringLength());
    return parser.getString();
  }

  /** An array of integers that fit a long. */
  long[] longs() {
    require(JsonToken.START_ARRAY, "an array of integers");
    long[] values = new long[4];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(JsonToken.VALUE_NUMBER_INT, "an integer");
      if (count == MAX_INTEGERS) {
        throw error("expected at most " + MAX_INTEGERS + " integers");
      }
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = parser.getLongValue();
    }
    budget.take(32 + 8L * count);
    return Arrays.copyOf(values, count);
  }

  /** An object whose values are all strings. */
  Map<String, String> strings() {
    Map<String, String> values = new LinkedHashMap<>();
    object((name, json) -> values.put(name, json.string()));
    return values;
  }

  /** Passes over the value at the current token. */
  void skip() {
    int depth = nesting();
    while (depth > 0) {
      parser.nextToken();
      budget.take(TOKEN_COST);
      depth += nesting();
    }
  }

  private int nesting() {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw error("expected the rest of a value");
    }
    return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
  }

  /** An exception that names the part and the field being read. */
  CheckpointException error(String message) {
    return file.error(
        "%s: %s: %s, found %s"
            .formatted(part, Messages.brief(field()), message, parser.currentToken()));
  }

  private String field() {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  private void require(JsonToken token, String expected) {
    if (parser.currentToken() != token) {
      throw error("expected " + expected);
    }
  }

  /** Reads the value of one field, which the JSON stands at. */
  interface FieldReader {
    void read(String name, StrictJson json);
  }
}
