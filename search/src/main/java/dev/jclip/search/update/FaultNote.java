package dev.jclip.search.update;

import java.util.Map;
import java.util.Optional;

/**
 * A note of an index about an image that was read and is none, so that it is not tried again until
 * it changes.
 *
 * @param source where it was found
 * @param stamp the image's, at that time
 */
record FaultNote(String id, String source, String stamp, String reason) {
  private static final String KEY = "fault:";
  private static final String SEPARATOR = "\n";
  private static final int LONGEST_REASON = 500;

  /** Cuts the reason, which may repeat what the file holds. */
  FaultNote {
    reason =
        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason;
  }

  static String key(String id) {
    return KEY + id;
  }

  static Optional<FaultNote> of(String id, Map<String, String> notes) {
    String value = notes.get(key(id));
    return value == null ? Optional.empty() : Optional.of(parsed(id, value));
  }

  static boolean isOne(Map.Entry<String, String> note) {
    return note.getKey().startsWith(KEY);
  }

  /** A note, if it is one of these. */
  static Optional<FaultNote> of(Map.Entry<String, String> note) {
    return isOne(note)
        ? Optional.of(parsed(note.getKey().substring(KEY.length()), note.getValue()))
        : Optional.empty();
  }

  private static FaultNote parsed(String id, String value) {
    String[] parts = value.split(SEPARATOR, 3);
    return parts.length == 3
        ? new FaultNote(id, parts[0], parts[1], parts[2])
        : new FaultNote(id, "", "", value);
  }

  String value() {
    return String.join(SEPARATOR, source, stamp, reason);
  }
}
