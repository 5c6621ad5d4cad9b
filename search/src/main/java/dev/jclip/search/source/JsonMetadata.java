package dev.jclip.search.source;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metadata of a JSON object: its plain members; what is nested keeps its JSON. */
final class JsonMetadata {
  private JsonMetadata() {}

  /** An IOException's message says what is wrong with it. */
  static SortedMap<String, String> of(String json) throws IOException {
    try {
      JsonNode object = JsonMapper.shared().readTree(json);
      if (!object.isObject()) {
        throw new IOException("expected a JSON object, found " + object.getNodeType());
      }
      var metadata = new TreeMap<String, String>();
      object
          .properties()
          .forEach(
              member -> {
                JsonNode value = member.getValue();
                if (!value.isNull()) {
                  metadata.put(
                      member.getKey(), value.isValueNode() ? value.asString() : value.toString());
                }
              });
      return metadata;
    } catch (JacksonException e) {
      throw new IOException("is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
