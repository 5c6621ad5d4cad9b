package dev.jclip.search.lucene;

import dev.jclip.error.IndexException;
import dev.jclip.search.IndexModel;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a commit says of itself.
 *
 * @param notes the writer's own
 */
record CommitData(IndexModel model, VectorStorage storage, Map<String, String> notes) {
  /** Changes whenever documents are written otherwise. */
  private static final String FORMAT = "1";

  private static final String KEY = "jclip.";
  private static final String NOTE = "note.";

  static CommitData of(Map<String, String> written, String index) {
    String format = written.get(KEY + "format");
    if (format == null) {
      throw new IndexException(
          index
              + ": a Lucene index that jclip did not make: expected jclip.format among what its commit says; name another folder");
    }
    if (!format.equals(FORMAT)) {
      throw new IndexException(
          "%s: expected format %s, found %s; make it anew in another folder, or use the version of jclip that made it"
              .formatted(index, FORMAT, format));
    }
    return new CommitData(
        new IndexModel(
            value(written, "model", index),
            value(written, "fingerprint", index),
            dimension(value(written, "dimension", index), index)),
        storage(value(written, "storage", index), index),
        written.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(NOTE))
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> entry.getKey().substring(NOTE.length()), Map.Entry::getValue)));
  }

  private static String value(Map<String, String> written, String key, String index) {
    @Nullable String value = written.get(KEY + key);
    if (value == null) {
      throw damaged(index, key, "nothing");
    }
    return value;
  }

  private static int dimension(String value, String index) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException _) {
      throw damaged(index, "dimension", value);
    }
  }

  private static VectorStorage storage(String value, String index) {
    try {
      return VectorStorage.valueOf(value);
    } catch (IllegalArgumentException _) {
      throw damaged(index, "storage", value);
    }
  }

  private static IndexException damaged(String index, String key, String found) {
    return new IndexException(
        "%s: its commit is damaged: %s%s is %s; make the index anew"
            .formatted(index, KEY, key, found));
  }

  Map<String, String> written() {
    var written = new HashMap<String, String>();
    written.put(KEY + "format", FORMAT);
    written.put(KEY + "model", model.name());
    written.put(KEY + "fingerprint", model.fingerprint());
    written.put(KEY + "dimension", Integer.toString(model.dimension()));
    written.put(KEY + "storage", storage.name());
    notes.forEach((key, value) -> written.put(NOTE + key, value));
    return written;
  }

  CommitData with(Map<String, String> others) {
    return new CommitData(model, storage, Map.copyOf(others));
  }
}
