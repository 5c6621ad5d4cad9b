package dev.jclip.data.table;

import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes cells of Parquet's values. */
final class ParquetCells {
  /** The fields of Hugging Face's images. */
  static final String BYTES = "bytes";

  private static final String PATH = "path";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ParquetCells() {}

  static Cell of(@Nullable Object value) {
    if (value == null) {
      return Cell.EMPTY;
    }
    return switch (value) {
      case byte[] bytes -> new Cell(List.of(), bytes);
      case PqStruct struct when isFile(struct) -> file(struct);
      case PqList list -> new Cell(texts(list), null);
      case Double number when number.isNaN() -> Cell.EMPTY;
      case Float number when number.isNaN() -> Cell.EMPTY;
      default -> Cell.of(text(value));
    };
  }

  private static boolean isFile(PqStruct struct) {
    boolean hasBytes = false;
    for (int i = 0; i < struct.getFieldCount(); i++) {
      hasBytes |= struct.getFieldName(i).equals(BYTES);
    }
    return hasBytes;
  }

  private static Cell file(PqStruct struct) {
    byte[] bytes = null;
    List<String> path = List.of();
    for (int i = 0; i < struct.getFieldCount(); i++) {
      if (!struct.isNull(i)) {
        switch (struct.getFieldName(i)) {
          case BYTES -> bytes = struct.getBinary(i);
          case PATH -> path = List.of(text(struct.getValue(i)));
          default -> {}
        }
      }
    }
    return new Cell(path, bytes);
  }

  private static List<String> texts(PqList list) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < list.size(); i++) {
      if (!list.isNull(i)) {
        texts.add(text(list.get(i)));
      }
    }
    return texts;
  }

  private static String text(Object value) {
    JsonNode node = json(value);
    return node.isContainer() ? node.toString() : node.asString();
  }

  private static JsonNode json(@Nullable Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    return switch (value) {
      case PqStruct struct -> object(struct);
      case PqMap map -> object(map);
      case PqList list -> array(list);
      case byte[] bytes -> JSON.stringNode(Base64.getEncoder().encodeToString(bytes));
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case Float number -> JSON.numberNode(number);
      case Double number -> JSON.numberNode(number);
      case Boolean truth -> JSON.booleanNode(truth);
      default -> JSON.stringNode(value.toString());
    };
  }

  private static ObjectNode object(PqStruct struct) {
    ObjectNode object = JSON.objectNode();
    for (int i = 0; i < struct.getFieldCount(); i++) {
      object.set(
          struct.getFieldName(i), struct.isNull(i) ? JSON.nullNode() : json(struct.getValue(i)));
    }
    return object;
  }

  private static ObjectNode object(PqMap map) {
    ObjectNode object = JSON.objectNode();
    for (PqMap.Entry entry : map.getEntries()) {
      object.set(
          String.valueOf(entry.getKey()),
          entry.isValueNull() ? JSON.nullNode() : json(entry.getValue()));
    }
    return object;
  }

  private static ArrayNode array(PqList list) {
    ArrayNode array = JSON.arrayNode();
    for (int i = 0; i < list.size(); i++) {
      array.add(list.isNull(i) ? JSON.nullNode() : json(list.get(i)));
    }
    return array;
  }
}
