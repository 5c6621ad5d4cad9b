package dev.jclip.train.watch;

import java.util.ArrayDeque;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The reports of the last steps, and figures of them. */
final class History {
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

  boolean isFull() {
    return reports.size() == capacity;
  }

  StepReport latest() {
    return reports.getLast();
  }

  double sum(ToDoubleFunction<StepReport> value) {
    return values(value).sum();
  }

  double mean(ToDoubleFunction<StepReport> value) {
    return sum(value) / reports.size();
  }

  double median(ToDoubleFunction<StepReport> value) {
    double[] sorted = values(value).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Whether there are so many steps at all, and the last of them are all like that. */
  boolean last(int steps, Predicate<StepReport> like) {
    return reports.size() >= steps
        && reports.stream().skip(reports.size() - (long) steps).allMatch(like);
  }

  private DoubleStream values(ToDoubleFunction<StepReport> value) {
    return reports.stream().mapToDouble(value);
  }
}
