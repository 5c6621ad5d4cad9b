package dev.jclip.eval.metric;

import dev.jclip.eval.statistics.LinearMetric;
import java.util.Arrays;

/** The mean of a number that each image has. Immutable. */
public final class Mean implements LinearMetric {
  private final String name;
  private final double[] values;

  /** Takes a number for each image. */
  public Mean(String name, double[] values) {
    this.name = name;
    this.values = values;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int units() {
    return values.length;
  }

  @Override
  public double value(int[] counts) {
    double sum = 0;
    long all = 0;
    for (int i = 0; i < values.length; i++) {
      sum += counts[i] * values[i];
      all += counts[i];
    }
    return sum / all;
  }

  @Override
  public double[] contributions() {
    return Arrays.stream(values).map(value -> value / values.length).toArray();
  }

  @Override
  public boolean isShare() {
    return false;
  }
}
