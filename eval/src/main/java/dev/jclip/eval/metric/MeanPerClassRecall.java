package dev.jclip.eval.metric;

import dev.jclip.eval.statistics.LinearMetric;
import java.util.Arrays;
import java.util.List;

/**
 * The mean over classes of the share of their images that are recognised, which scikit-learn calls
 * balanced accuracy. Classes without images do not count. Immutable.
 */
final class MeanPerClassRecall implements LinearMetric {
  private final List<ClassOutcome> outcomes;
  private final int numClasses;

  MeanPerClassRecall(List<ClassOutcome> outcomes, int numClasses) {
    this.outcomes = List.copyOf(outcomes);
    this.numClasses = numClasses;
  }

  @Override
  public String name() {
    return "mean_per_class_recall";
  }

  @Override
  public int units() {
    return outcomes.size();
  }

  @Override
  public double value(int[] counts) {
    long[] right = new long[numClasses];
    long[] all = new long[numClasses];
    for (int i = 0; i < counts.length; i++) {
      ClassOutcome outcome = outcomes.get(i);
      all[outcome.label()] += counts[i];
      right[outcome.label()] += outcome.isRight() ? counts[i] : 0;
    }
    double sum = 0;
    int present = 0;
    for (int c = 0; c < numClasses; c++) {
      if (all[c] > 0) {
        sum += (double) right[c] / all[c];
        present++;
      }
    }
    return present == 0 ? Double.NaN : sum / present;
  }

  @Override
  public double[] contributions() {
    double[] contributions = weights();
    for (int i = 0; i < contributions.length; i++) {
      contributions[i] = outcomes.get(i).isRight() ? contributions[i] : 0;
    }
    return contributions;
  }

  @Override
  public double[] weights() {
    int[] support = new int[numClasses];
    outcomes.forEach(outcome -> support[outcome.label()]++);
    double perClass = 1.0 / Arrays.stream(support).filter(count -> count > 0).count();
    return outcomes.stream().mapToDouble(o -> perClass / support[o.label()]).toArray();
  }
}
