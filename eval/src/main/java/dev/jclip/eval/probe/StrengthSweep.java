package dev.jclip.eval.probe;

import dev.jclip.eval.metric.ClassificationMetrics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The search for the penalty's strength of arXiv 2103.00020, appendix A.3: 97 values of lambda = 1
 * / C from 1e-6 to 1e6, evenly on a logarithmic scale; first every sixteenth, then both neighbours
 * of the best at half the distance, and so on down to neighbouring values. Of values with the same
 * accuracy the strongest penalty wins.
 */
final class StrengthSweep {
  private static final int STEPS = 96;
  private static final int FIRST_DISTANCE = 16;

  private final LogisticRegression regression;
  private final LabelledFeatures validation;
  private final int numClasses;
  private final SortedMap<Integer, Double> accuracies = new TreeMap<>();

  private StrengthSweep(
      LogisticRegression regression, LabelledFeatures validation, int numClasses) {
    this.regression = regression;
    this.validation = validation;
    this.numClasses = numClasses;
  }

  /** The values tried, by rising lambda. */
  static List<LinearProbe.Swept> run(
      LabelledFeatures training, LabelledFeatures validation, int numClasses) {
    try (var regression = new LogisticRegression(training.features(), training.labels())) {
      return new StrengthSweep(regression, validation, numClasses).run();
    }
  }

  private List<LinearProbe.Swept> run() {
    for (int step = STEPS; step >= 0; step -= FIRST_DISTANCE) {
      measure(step);
    }
    for (int distance = FIRST_DISTANCE / 2; distance >= 1; distance /= 2) {
      int best = best();
      measure(best - distance);
      measure(best + distance);
    }
    return accuracies.entrySet().stream()
        .map(entry -> new LinearProbe.Swept(lambda(entry.getKey()), entry.getValue()))
        .toList();
  }

  static LinearProbe.Swept best(List<LinearProbe.Swept> swept) {
    return swept.stream()
        .max(
            Comparator.comparingDouble(LinearProbe.Swept::accuracy)
                .thenComparingDouble(LinearProbe.Swept::lambda))
        .orElseThrow();
  }

  private int best() {
    return accuracies.entrySet().stream()
        .max(
            Comparator.comparingDouble((Map.Entry<Integer, Double> e) -> e.getValue())
                .thenComparingInt(Map.Entry::getKey))
        .orElseThrow()
        .getKey();
  }

  private static double lambda(int step) {
    return Math.pow(10, -6 + 12.0 * step / STEPS);
  }

  private void measure(int step) {
    if (step < 0 || step > STEPS || accuracies.containsKey(step)) {
      return;
    }
    LinearClassifier classifier = regression.fit(1 / lambda(step), LogisticRegression.STEPS);
    accuracies.put(
        step,
        ClassificationMetrics.accuracy(
                ClassificationMetrics.outcomes(
                    classifier.logits(validation.features(), numClasses), validation.labels()),
                1)
            .value());
  }
}
