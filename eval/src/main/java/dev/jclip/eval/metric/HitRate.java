package dev.jclip.eval.metric;

import dev.jclip.eval.statistics.LinearMetric;
import java.util.Arrays;

/**
 * The share of trials that hit. A unit may stand for several trials, such as an image for its
 * captions; one without trials counts nothing. Immutable.
 */
public final class HitRate implements LinearMetric {
  private final String name;
  private final int[] hits;
  private final int[] trials;

  private HitRate(String name, int[] hits, int[] trials) {
    this.name = name;
    this.hits = hits;
    this.trials = trials;
  }

  /** A rate of units with one trial each. */
  public static HitRate of(String name, boolean[] hits) {
    int[] once = new int[hits.length];
    Arrays.fill(once, 1);
    int[] numbers = new int[hits.length];
    for (int i = 0; i < hits.length; i++) {
      numbers[i] = hits[i] ? 1 : 0;
    }
    return new HitRate(name, numbers, once);
  }

  /** A rate of units with any number of trials. */
  public static HitRate of(String name, int[] hits, int[] trials) {
    return new HitRate(name, hits.clone(), trials.clone());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int units() {
    return hits.length;
  }

  @Override
  public double value(int[] counts) {
    long hit = 0;
    long tried = 0;
    for (int i = 0; i < hits.length; i++) {
      hit += (long) counts[i] * hits[i];
      tried += (long) counts[i] * trials[i];
    }
    return tried == 0 ? Double.NaN : (double) hit / tried;
  }

  @Override
  public double[] contributions() {
    double all = Arrays.stream(trials).asLongStream().sum();
    return Arrays.stream(hits).mapToDouble(hit -> hit / all).toArray();
  }

  @Override
  public double[] weights() {
    double all = Arrays.stream(trials).asLongStream().sum();
    return Arrays.stream(trials).mapToDouble(trial -> trial / all).toArray();
  }
}
