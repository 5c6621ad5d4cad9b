package dev.jclip.grounding.rosbridge;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Puts messages together that the server sends in fragments. A few messages may be under way at a
 * time, and all their fragments together are bounded; where there are more, the oldest are
 * forgotten. For one thread.
 */
final class Fragments {
  private static final int MAX_MESSAGES = 8;
  private static final int MAX_PARTS = 1 << 16;

  private final int maxChars;
  private final Map<String, Parts> messages = new LinkedHashMap<>();
  private long chars;

  private static final class Parts {
    private final String[] data;
    private final BitSet there = new BitSet();
    private long chars;

    Parts(int total) {
      data = new String[total];
      Arrays.fill(data, "");
    }
  }

  Fragments(int maxChars) {
    this.maxChars = maxChars;
  }

  /**
   * Takes a fragment.
   *
   * @return the whole message, if this was the last that was missing
   * @throws IllegalArgumentException if the fragment makes no sense; what came of its message
   *     before is forgotten
   */
  Optional<String> add(JsonNode fragment) {
    String id = fragment.path("id").asString("");
    String data = fragment.path("data").asString("");
    int num = fragment.path("num").asInt(-1);
    int total = fragment.path("total").asInt(-1);
    Parts begun = messages.get(id);
    if (id.isEmpty()
        || total < 1
        || total > MAX_PARTS
        || num < 0
        || num >= total
        || (begun != null && begun.data.length != total)) {
      forget(id);
      throw new IllegalArgumentException(
          "fragment: expected an id, 0 <= num < total <= %d and one total, found id %s, num %d, total %d"
              .formatted(MAX_PARTS, id, num, total));
    }
    if (data.length() > maxChars) {
      forget(id);
      throw new IllegalArgumentException(
          "fragment %s: expected at most %d characters, found %d"
              .formatted(id, maxChars, data.length()));
    }
    Parts parts = begun == null ? begin(id, total) : begun;
    if (!parts.there.get(num)) {
      parts.data[num] = data;
      parts.there.set(num);
      parts.chars += data.length();
      chars += data.length();
    }
    if (parts.there.cardinality() == total) {
      forget(id);
      return Optional.of(String.join("", parts.data));
    }
    while (chars > maxChars) {
      forget(messages.keySet().iterator().next());
    }
    return Optional.empty();
  }

  private Parts begin(String id, int total) {
    if (messages.size() == MAX_MESSAGES) {
      forget(messages.keySet().iterator().next());
    }
    var parts = new Parts(total);
    messages.put(id, parts);
    return parts;
  }

  private void forget(String id) {
    Parts parts = messages.remove(id);
    if (parts != null) {
      chars -= parts.chars;
    }
  }

  /** Forgets all that is not whole. */
  void clear() {
    messages.clear();
    chars = 0;
  }
}
