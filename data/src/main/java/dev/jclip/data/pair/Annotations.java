package dev.jclip.data.pair;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What is written beside one image. An IOException says why it cannot be read. */
interface Annotations {
  /**
   * The text of a member or column; several where the column is a list, none if it is not there.
   */
  List<String> text(String name) throws IOException;

  /** The texts of a field of the JSON beside the image, or of a column. */
  List<String> field(String name) throws IOException;

  /** What there is, for an error about what is missing. */
  String found();

  /** The texts in a JSON value: itself, or the elements of a list; without blanks around them. */
  static List<String> texts(JsonNode value) {
    return (value.isArray() ? value.valueStream() : Stream.of(value))
        .filter(one -> one.isValueNode() && !one.isNull())
        .flatMap(one -> stripped(one.asString()).stream())
        .toList();
  }

  /** The text without blanks around it, if anything is left. */
  static List<String> stripped(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? List.of() : List.of(stripped);
  }
}
