package dev.jclip.eval.statistics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A figure with its uncertainty.
 *
 * @param name as in the tables
 * @param value NaN where it is not defined
 * @param interval where it would lie with other data of the same kind
 */
public record Figure(String name, double value, Interval interval) {
  /** Computes figures over the same units. */
  public static List<Figure> of(List<Metric> metrics, BootstrapOptions options) {
    List<Interval> intervals = Bootstrap.intervals(metrics, options);
    return IntStream.range(0, metrics.size())
        .mapToObj(i -> new Figure(metrics.get(i).name(), metrics.get(i).value(), intervals.get(i)))
        .toList();
  }
}
