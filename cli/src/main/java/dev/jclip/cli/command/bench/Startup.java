package dev.jclip.cli.command.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a process pays for a model before it is of use.
 *
 * @param seconds from the process's start to the first embeddings, one of an image and one of a
 *     text
 * @param memory after a batch of each, where the system says it
 */
record Startup(double seconds, Optional<ResidentMemory> memory) {
  /** As named values, for JSON. */
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("seconds", seconds);
    memory.ifPresent(
        known -> {
          fields.put("bytes", known.bytes());
          fields.put("peakBytes", known.peakBytes());
        });
    return fields;
  }

  /** Reads what {@link #fields} gave. */
  static Startup parse(String json) {
    JsonNode node = JsonMapper.shared().readTree(json);
    return new Startup(
        node.path("seconds").doubleValue(),
        node.has("bytes")
            ? Optional.of(
                new ResidentMemory(
                    node.path("bytes").longValue(), node.path("peakBytes").longValue()))
            : Optional.empty());
  }
}
