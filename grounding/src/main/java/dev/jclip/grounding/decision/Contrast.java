package dev.jclip.grounding.decision;

import dev.jclip.grounding.command.ObjectDescription;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A property in which objects may differ, and how it is said.
 *
 * @param effort of saying it, in nats: of two properties that tell the same the easier one is said
 * @param values for each object the probability of each value of the property
 * @param words for each value what is added to a description
 */
@SuppressWarnings("ArrayRecordComponent") // a small table that stays within this package
record Contrast(
    double effort, double[][] values, List<UnaryOperator<ObjectDescription.Builder>> words) {

  /**
   * What the property's value tells about which object is meant, in nats, less the effort of saying
   * it: the mutual information of object and value.
   *
   * @param weights how probably each object is meant
   */
  double gain(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    double[] mean = new double[words.size()];
    double within = 0;
    for (int i = 0; i < weights.length; i++) {
      double weight = weights[i] / sum;
      within += weight * entropy(values[i]);
      for (int value = 0; value < mean.length; value++) {
        mean[value] += weight * values[i][value];
      }
    }
    return entropy(mean) - within - effort;
  }

  /** The likeliest value of an object. */
  int value(int object) {
    double[] row = values[object];
    int best = 0;
    for (int value = 1; value < row.length; value++) {
      if (row[value] > row[best]) {
        best = value;
      }
    }
    return best;
  }

  private static double entropy(double[] probabilities) {
    return Arrays.stream(probabilities).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum();
  }
}
