package dev.jclip.eval.metric;

import dev.jclip.eval.statistics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The figures of classification, under CLIP_benchmark's names. */
public final class ClassificationMetrics {
  private static final int TOP = 5;

  private ClassificationMetrics() {}

  /**
   * Compares images with classes.
   *
   * @param images N vectors of norm 1
   * @param classes K vectors of norm 1
   * @return [N, K] cosine similarities
   */
  public static List<float[]> similarities(List<float[]> images, List<float[]> classes) {
    return new Similarities(classes).rows(images, (_, similarities) -> similarities).toList();
  }

  /** How each image was classified, from its scores [K] and its class. */
  public static List<ClassOutcome> outcomes(List<float[]> scores, List<Integer> labels) {
    if (scores.size() != labels.size()) {
      throw new IllegalArgumentException(
          "labels: expected %d, found %d".formatted(scores.size(), labels.size()));
    }
    return IntStream.range(0, scores.size())
        .mapToObj(i -> ClassOutcome.of(scores.get(i), labels.get(i)))
        .toList();
  }

  /**
   * How each image is classified by comparing it with classes; the [N, K] similarities are not
   * kept.
   */
  public static List<ClassOutcome> outcomes(
      List<float[]> images, List<float[]> classes, List<Integer> labels) {
    return new Similarities(classes)
        .rows(images, (i, similarities) -> ClassOutcome.of(similarities, labels.get(i)))
        .toList();
  }

  /**
   * {@code acc1}, {@code acc5} where there are five classes or more, and {@code
   * mean_per_class_recall}.
   */
  public static List<Metric> of(List<ClassOutcome> outcomes, int numClasses) {
    var metrics = new ArrayList<Metric>();
    metrics.add(accuracy(outcomes, 1));
    if (numClasses >= TOP) {
      metrics.add(accuracy(outcomes, TOP));
    }
    metrics.add(new MeanPerClassRecall(outcomes, numClasses));
    return List.copyOf(metrics);
  }

  /** The share of images whose class is among the k with the highest scores. */
  public static Metric accuracy(List<ClassOutcome> outcomes, int k) {
    boolean[] hits = new boolean[outcomes.size()];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = outcomes.get(i).rank() < k;
    }
    return HitRate.of("acc" + k, hits);
  }
}
