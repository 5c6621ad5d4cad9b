package dev.jclip.eval.statistics;

/** A figure that is the sum of what each unit adds to it. */
public interface LinearMetric extends Metric {
  /** What each unit adds; the sum is {@link #value()}. */
  double[] contributions();
}
