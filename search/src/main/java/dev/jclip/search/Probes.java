package dev.jclip.search;

import dev.jclip.error.IndexException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Vectors of texts and images that have nothing to do with a query. How near they come to the
 * images of a collection is what chance gives there, to which queries are compared.
 *
 * @param texts vectors of norm 1
 * @param pictures vectors of norm 1
 */
public record Probes(List<float[]> texts, List<float[]> pictures) {
  private static final String TEXTS = "probes.texts";
  private static final String PICTURES = "probes.pictures";

  private static final String VERSION = "probes.version";

  /** Changes with what texts and images they are of. */
  private static final String CURRENT = "3";

  /**
   * Whether notes hold probes of this version of jclip. Older ones tell relevance too, if not as
   * well.
   */
  public static boolean areCurrent(Map<String, String> notes) {
    return notes.keySet().containsAll(Set.of(TEXTS, PICTURES))
        && CURRENT.equals(notes.get(VERSION));
  }

  /** Those that an index's notes hold, if they do. */
  public static Optional<Probes> of(IndexSnapshot snapshot) {
    Map<String, String> notes = snapshot.notes();
    String texts = notes.get(TEXTS);
    String pictures = notes.get(PICTURES);
    if (texts == null || pictures == null) {
      return Optional.empty();
    }
    int dimension = snapshot.model().dimension();
    return Optional.of(new Probes(read(texts, dimension), read(pictures, dimension)));
  }

  /** As notes of an index. */
  public Map<String, String> notes() {
    return Map.of(TEXTS, written(texts), PICTURES, written(pictures), VERSION, CURRENT);
  }

  private static String written(List<float[]> vectors) {
    int values = vectors.stream().mapToInt(vector -> vector.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    vectors.forEach(floats::put);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static List<float[]> read(String written, int dimension) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(written);
    } catch (IllegalArgumentException e) {
      throw new IndexException("the index's notes are damaged: its probes are no Base64", e);
    }
    FloatBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    var vectors = new ArrayList<float[]>();
    while (values.remaining() >= dimension) {
      float[] vector = new float[dimension];
      values.get(vector);
      vectors.add(vector);
    }
    return List.copyOf(vectors);
  }
}
