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
 * @param examples images of the concept; none, or one or more together with counter-examples
 * @param counterExamples images of what it is not
 */
record ConceptVectors(
    Concept concept,
    List<float[]> sentences,
    List<float[]> counters,
    List<float[]> exceptions,
    List<float[]> examples,
    List<float[]> counterExamples) {
  /**
   * How much the similarities with images count. They lie further apart than those with texts; with
   * a quarter, a few images help and one chosen badly does little harm.
   */
  private static final double EXAMPLE_WEIGHT = 0.25;

  /** How sharply the best of several counts: they are alternatives, not conditions. */
  private static final double ALTERNATIVE_SCALE = 10;

  /**
   * What an image shows of a concept.
   *
   * @param support the similarity with the concept's sentences: the logarithm of the mean of their
   *     exponentials, between the mean and the maximum
   * @param background the similarity with what the image may show instead: the logarithm of the sum
   *     of exponentials over the counter-sentences and the background's texts, at the model's own
   *     scale, which a softmax over all of them compares with
   * @param exception by how much the nearest exception is nearer than the concept, 0 or more
   * @param examples by how much the examples are nearer than the counter-examples, weighted; 0
   *     where there are none
   * @param sentence the index of the nearest sentence
   */
  record Evidence(
      double support, double background, double exception, double examples, int sentence) {
    /** The evidence where the background counts by a weight in [0, 1]. */
    double excess(double weight) {
      return support - weight * background - exception + examples;
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
    double support = similarity(sentences, image);
    double others = background + exponentials(counters, image, scale);
    double exempt =
        exceptions.stream()
            .mapToDouble(exception -> Embeddings.dot(exception, image))
            .map(similarity -> Math.max(0, similarity - support))
            .max()
            .orElse(0);
    double shown =
        examples.isEmpty()
            ? 0
            : EXAMPLE_WEIGHT * (similarity(examples, image) - similarity(counterExamples, image));
    return new Evidence(support, Math.log(others) / scale, exempt, shown, nearest(image));
  }

  /** The logarithm of the mean of the exponentials, between the mean and the maximum. */
  private static double similarity(List<float[]> alternatives, float[] image) {
    return Math.log(exponentials(alternatives, image, ALTERNATIVE_SCALE) / alternatives.size())
        / ALTERNATIVE_SCALE;
  }

  private int nearest(float[] image) {
    double highest = Double.NEGATIVE_INFINITY;
    int nearest = 0;
    for (int i = 0; i < sentences.size(); i++) {
      double similarity = Embeddings.dot(sentences.get(i), image);
      if (similarity > highest) {
        highest = similarity;
        nearest = i;
      }
    }
    return nearest;
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
