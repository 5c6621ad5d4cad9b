package dev.jclip.eval.probe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear map from features to classes. Immutable.
 *
 * @param classes the K classes it knows, rising
 * @param weights [K, D]
 * @param intercepts [K]
 * @param objective what it was fitted to, at its minimum: {@code C * sum of cross-entropies +
 *     |weights|^2 / 2}; with two classes, |difference of their weights|^2 / 2
 * @param iterations steps of the fit
 * @param converged whether the objective is proven to be near its minimum
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LinearClassifier(
    List<Integer> classes,
    double[][] weights,
    double[] intercepts,
    double objective,
    int iterations,
    boolean converged) {
  LinearClassifier {
    classes = List.copyOf(classes);
  }

  /**
   * The scores of classes 0..numClasses-1 for each example; those it does not know are -infinity.
   */
  List<float[]> logits(List<float[]> features, int numClasses) {
    return IntStream.range(0, features.size())
        .parallel()
        .mapToObj(i -> logits(features.get(i), numClasses))
        .toList();
  }

  private float[] logits(float[] features, int numClasses) {
    float[] logits = new float[numClasses];
    Arrays.fill(logits, Float.NEGATIVE_INFINITY);
    for (int k = 0; k < weights.length; k++) {
      double sum = intercepts[k];
      for (int d = 0; d < features.length; d++) {
        sum += weights[k][d] * features[d];
      }
      logits[classes.get(k)] = (float) sum;
    }
    return logits;
  }
}
