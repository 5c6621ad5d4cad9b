package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.Probes;
import java.util.ArrayList;
import java.util.List;

/**
 * What is looked for, as a vector.
 *
 * @param values of norm 1
 * @param kind what it is made of, since pictures are more like pictures than texts are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record QueryVector(float[] values, Kind kind) {
  /** What a query is made of. */
  public enum Kind {
    /** Texts only. */
    TEXT,
    /** Pictures only. */
    PICTURE,
    /** Both. */
    MIXED;

    /** The kind of a sum. */
    public Kind with(Kind other) {
      return this == other ? this : MIXED;
    }

    /** Vectors of this kind that show nothing. */
    List<float[]> of(Probes probes) {
      return switch (this) {
        case TEXT -> probes.texts();
        case PICTURE -> probes.pictures();
        case MIXED -> {
          var sums = new ArrayList<float[]>();
          int count = Math.min(probes.texts().size(), probes.pictures().size());
          for (int i = 0; i < count; i++) {
            List<float[]> both = List.of(probes.texts().get(i), probes.pictures().get(i));
            sums.add(Embeddings.normalize(Embeddings.mean(both)));
          }
          yield sums;
        }
      };
    }
  }
}
