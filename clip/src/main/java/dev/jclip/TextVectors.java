package dev.jclip;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Vectors of texts, of which those that were asked for last are kept. Safe for many threads at
 * once.
 */
final class TextVectors {
  private static final int KEPT = 10_000;

  private final Function<List<String>, List<float[]>> encoder;
  private final Map<String, float[]> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Keeps nothing yet.
   *
   * @param encoder makes vectors of texts, one for each
   */
  TextVectors(Function<List<String>, List<float[]>> encoder) {
    this.encoder = encoder;
  }

  /** The vector of each text; those that are not kept are made together. */
  List<float[]> of(List<String> texts) {
    Map<String, float[]> vectors = new HashMap<>();
    var missing = new LinkedHashSet<String>();
    synchronized (kept) {
      for (String text : texts) {
        float[] vector = kept.get(text);
        if (vector == null) {
          missing.add(text);
        } else {
          vectors.put(text, vector);
        }
      }
    }
    if (!missing.isEmpty()) {
      List<String> unknown = List.copyOf(missing);
      List<float[]> made = encoder.apply(unknown);
      for (int i = 0; i < made.size(); i++) {
        vectors.put(unknown.get(i), made.get(i));
      }
    }
    keep(vectors);
    return texts.stream().map(text -> Objects.requireNonNull(vectors.get(text))).toList();
  }

  private void keep(Map<String, float[]> vectors) {
    synchronized (kept) {
      kept.putAll(vectors);
      var oldest = kept.keySet().iterator();
      for (int surplus = kept.size() - KEPT; surplus > 0; surplus--) {
        oldest.next();
        oldest.remove();
      }
    }
  }
}
