package dev.jclip.model.precision;

import dev.jclip.config.Precision;
import dev.jclip.config.TowerPrecision;
import dev.jclip.embed.Embeddings;
import java.util.List;
import java.util.Map;

/**
 * What a precision of a tower was measured to be.
 *
 * @param precision what the tower computes in
 * @param cosines of its embeddings to those of float32
 * @param milliseconds for all blocks, each thread computing the calibration's batch, by precision
 */
public record Calibration(
    TowerPrecision precision, Cosines cosines, Map<Precision, Double> milliseconds) {
  /** The mean cosine to float32 that a precision's embeddings must have. */
  public static final double LEAST_MEAN = 0.9995;

  /** The cosine that each of them must have: no embedding is three times as far as the mean may. */
  static final double LEAST = 1 - 3 * (1 - LEAST_MEAN);

  public static Calibration of(
      TowerPrecision precision,
      List<float[]> exact,
      List<float[]> rounded,
      Map<Precision, Double> milliseconds) {
    return new Calibration(
        precision,
        Cosines.of(Embeddings.normalizeAll(rounded), Embeddings.normalizeAll(exact)),
        milliseconds);
  }

  /** Whether the embeddings are near enough. */
  public boolean suffices() {
    return cosines.mean() >= LEAST_MEAN && cosines.least() >= LEAST;
  }
}
