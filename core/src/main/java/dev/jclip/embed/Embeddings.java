package dev.jclip.embed;

import java.util.List;

/** Arithmetic on embeddings. */
public final class Embeddings {
  /** The minimum norm that is divided by, as in PyTorch's {@code normalize}. */
  private static final double MIN_NORM = 1e-12;

  private Embeddings() {}

  /** The vector divided by its Euclidean norm; the zero vector stays as it is. */
  public static float[] normalize(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double norm = Math.max(Math.sqrt(squares), MIN_NORM);
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] / norm);
    }
    return unit;
  }

  /** Each vector divided by its Euclidean norm, in order. */
  public static List<float[]> normalizeAll(List<float[]> vectors) {
    return vectors.stream().map(Embeddings::normalize).toList();
  }

  /** The dot product: the cosine similarity in [-1, 1] of vectors of norm 1. */
  public static double dot(float[] a, float[] b) {
    requireOneLength(a.length, b.length);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** The mean of one or more vectors of one length, not normalised. */
  public static float[] mean(List<float[]> vectors) {
    if (vectors.isEmpty()) {
      throw new IllegalArgumentException("vectors: expected at least one, found none");
    }
    double[] sum = new double[vectors.getFirst().length];
    for (float[] vector : vectors) {
      requireOneLength(sum.length, vector.length);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / vectors.size());
    }
    return mean;
  }

  private static void requireOneLength(int a, int b) {
    if (a != b) {
      throw new IllegalArgumentException(
          "expected vectors of one length, found %d and %d; do they come from different models?"
              .formatted(a, b));
    }
  }
}
