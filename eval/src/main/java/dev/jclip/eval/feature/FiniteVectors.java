package dev.jclip.eval.feature;

import dev.jclip.error.DataException;
import java.util.List;

/** Refuses what no figure can be made of, before it is kept. */
final class FiniteVectors {
  private FiniteVectors() {}

  /**
   * Gives the vectors back.
   *
   * @param inputs the names of images, or texts, that they were made of
   * @throws DataException naming the first input whose vector is not finite
   */
  static List<float[]> require(List<float[]> vectors, List<String> inputs) {
    for (int i = 0; i < vectors.size(); i++) {
      float[] vector = vectors.get(i);
      for (int e = 0; e < vector.length; e++) {
        if (!Float.isFinite(vector[e])) {
          throw new DataException(
              "%s: expected a finite feature, found %s at %d of %d; are the model's weights damaged?"
                  .formatted(inputs.get(i), vector[e], e, vector.length));
        }
      }
    }
    return vectors;
  }
}
