package dev.jclip.eval.detection;

import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Goes through a COCO file object by object, so that no file is too large. */
final class CocoFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // refused where they stand
          .build();

  private CocoFile() {}

  private interface Reading {
    void read(JsonParser parser);
  }

  /**
   * Reads an object that has lists of objects.
   *
   * @param lists what takes the objects of each list; all of these lists must be there, and others
   *     are passed over
   */
  static void readLists(Path file, Map<String, Consumer<CocoEntry>> lists) {
    read(
        file,
        parser -> {
          if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new DataException(
                "%s: expected a COCO file, a JSON object with the lists %s, found %s"
                    .formatted(
                        file, String.join(", ", new TreeSet<>(lists.keySet())), kind(parser)));
          }
          var missing = new TreeSet<>(lists.keySet());
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Consumer<CocoEntry> consumer = lists.get(name);
            if (consumer == null) {
              parser.skipChildren();
            } else {
              missing.remove(name);
              list(file, name, parser, consumer);
            }
          }
          if (!missing.isEmpty()) {
            throw new DataException(
                "%s: expected a COCO file with the list \"%s\", found none; is it a file of detections?"
                    .formatted(file, missing.getFirst()));
          }
        });
  }

  /** Reads a list of objects. */
  static void readList(Path file, Consumer<CocoEntry> consumer) {
    read(
        file,
        parser -> {
          if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new DataException(
                "%s: expected COCO's results, a JSON list of objects with image_id, category_id, bbox and score, found %s; is it the file of what is there?"
                    .formatted(file, kind(parser)));
          }
          list(file, "", parser, consumer);
        });
  }

  private static void read(Path file, Reading reading) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        JsonParser parser = MAPPER.createParser(in)) {
      reading.read(parser);
      if (parser.nextToken() != null) {
        throw new DataException(
            "%s: expected the end of the file after its JSON, found %s in line %d"
                .formatted(file, kind(parser), parser.currentTokenLocation().getLineNr()));
      }
    } catch (JacksonException e) {
      throw new DataException(
          "%s: expected JSON: %s (line %d)"
              .formatted(
                  file,
                  e.getOriginalMessage(),
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new DataException("%s: cannot be read: %s".formatted(file, IoReason.of(e)), e);
    }
  }

  private static void list(
      Path file, String name, JsonParser parser, Consumer<CocoEntry> consumer) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new DataException(
          "%s: %s: expected a list of JSON objects, found %s".formatted(file, name, kind(parser)));
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      String place = "%s[%d]".formatted(name, i);
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new DataException(
            "%s: %s: expected a JSON object, found %s".formatted(file, place, kind(parser)));
      }
      consumer.accept(new CocoEntry(file, place, parser.readValueAs(ObjectNode.class)));
    }
  }

  private static String kind(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case null -> "nothing";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      default -> parser.getString();
    };
  }
}
