package dev.jclip.bench.search;

import dev.jclip.embed.Embeddings;
import java.util.Random;

/**
 * Vectors of norm 1 around random centres, each a function of the seed and its number. Immutable.
 *
 * @param centres how many
 * @param dimension length of the vectors
 * @param spread the standard deviation around a centre, of all values together
 */
record ClusteredVectors(int centres, int dimension, double spread, long seed) {
  private static final long CENTRES = 1L << 40;

  float[] get(long number) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L + number);
    random.nextDouble(); // neighbouring seeds begin alike
    float[] vector = gaussian(CENTRES + random.nextInt(centres));
    double deviation = spread / Math.sqrt(dimension);
    for (int i = 0; i < dimension; i++) {
      vector[i] += (float) (deviation * random.nextGaussian());
    }
    return Embeddings.normalize(vector);
  }

  private float[] gaussian(long number) {
    var random = new Random(seed ^ (number * 0x9E3779B97F4A7C15L));
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embeddings.normalize(vector);
  }
}
