package dev.jclip.moderation.score;

import dev.jclip.embed.Embeddings;
import dev.jclip.moderation.policy.Concept;
import java.util.List;

/**
 * A concept's sentences as embeddings. Immutable.
 *
 * @param concept what the embeddings stand for
 * @param sentences one or more
 * @param counters none or more
 * @param exceptions none or more
 */
record ConceptVectors(
    Concept concept, List<float[]> sentences, List<float[]> counters, List<float[]> exceptions) {
  /** How sharply the best of several sentences counts: they are alternatives, not conditions. */
  private static final double SENTENCE_SCALE = 10;

  /**
   * What an image shows of a concept.
   *
   * @param support the similarity with the concept's sentences: the logarithm of the mean of their
   *     exponentials, between the mean and the maximum
   * @param background the similarity with what the image may show instead: the logarithm of the sum
   *     of exponentials over the counter-sentences and the background's texts, at the model's own
   *     scale, which a softmax over all of them compares with
   * @param exception by how much the nearest exception is nearer than the concept, 0 or more
   * @param sentence the index of the nearest sentence
   */
  record Evidence(double support, double background, double exception, int sentence) {
    /** The evidence where the background counts by a weight in [0, 1]. */
    double excess(double weight) {
      return support - weight * background - exception;
    }
  }

  /**
   * Compares an image with the concept.
   *
   * @param image of norm 1
   * @param background the sum of exponentials over the background's texts
   * @param scale what similarities are multiplied by, as the model was trained
   */
  Evidence evidence(float[] image, double background, double scale) {
    double sum = 0;
    double highest = Double.NEGATIVE_INFINITY;
    int nearest = 0;
    for (int i = 0; i < sentences.size(); i++) {
      double similarity = Embeddings.dot(sentences.get(i), image);
      sum += Math.exp(SENTENCE_SCALE * similarity);
      if (similarity > highest) {
        highest = similarity;
        nearest = i;
      }
    }
    double support = Math.log(sum / sentences.size()) / SENTENCE_SCALE;
    double others = background + exponentials(counters, image, scale);
    double exempt =
        exceptions.stream()
            .mapToDouble(exception -> Embeddings.dot(exception, image))
            .map(similarity -> Math.max(0, similarity - support))
            .max()
            .orElse(0);
    return new Evidence(support, Math.log(others) / scale, exempt, nearest);
  }

  /** The sum of the exponentials of scaled similarities. */
  static double exponentials(List<float[]> texts, float[] image, double scale) {
    double sum = 0;
    for (float[] text : texts) {
      sum += Math.exp(scale * Embeddings.dot(text, image));
    }
    return sum;
  }
}
