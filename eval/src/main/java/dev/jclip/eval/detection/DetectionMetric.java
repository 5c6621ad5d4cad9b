package dev.jclip.eval.detection;

import dev.jclip.eval.statistics.Metric;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** A figure that is the mean over the categories that have objects. Immutable. */
record DetectionMetric(
    String name,
    int units,
    List<RankedCategory> categories,
    ToDoubleBiFunction<RankedCategory, int[]> ofCategory)
    implements Metric {
  @Override
  public double value(int[] counts) {
    return categories.stream()
        .mapToDouble(category -> ofCategory.applyAsDouble(category, counts))
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  @Override
  public boolean isShare() {
    return false;
  }
}
