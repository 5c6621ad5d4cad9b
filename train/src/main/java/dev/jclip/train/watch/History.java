package dev.jclip.train.watch;

import java.util.ArrayDeque;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The reports of the last steps, and figures of them. For one thread. */
public final class History {
  private final int capacity;
  private final ArrayDeque<StepReport> reports = new ArrayDeque<>();

  History(int capacity) {
    this.capacity = capacity;
  }

  void add(StepReport report) {
    if (isFull()) {
      reports.removeFirst();
    }
    reports.addLast(report);
  }

  /** Whether there are as many steps as are looked back on. */
  public boolean isFull() {
    return reports.size() == capacity;
  }

  /** The last step. */
  public StepReport latest() {
    return reports.getLast();
  }

  /** The sum of a value over the steps. */
  public double sum(ToDoubleFunction<StepReport> value) {
    return values(value).sum();
  }

  /** The mean of a value over the steps. */
  public double mean(ToDoubleFunction<StepReport> value) {
    return sum(value) / reports.size();
  }

  /** The median of a value over the steps. */
  public double median(ToDoubleFunction<StepReport> value) {
    double[] sorted = values(value).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Whether there are so many steps at all, and the last of them are all like that. */
  public boolean last(int steps, Predicate<StepReport> like) {
    return reports.size() >= steps
        && reports.stream().skip(reports.size() - (long) steps).allMatch(like);
  }

  private DoubleStream values(ToDoubleFunction<StepReport> value) {
    return reports.stream().mapToDouble(value);
  }
}
