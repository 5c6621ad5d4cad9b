package dev.jclip.search.query;

import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.Match;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What approximate searches of an index find of what exact ones do, and how much faster. */
public final class RecallMeasurement {
  private final IndexSnapshot snapshot;
  private final int count;
  private final Accuracy approximate;

  /**
   * Describes a measurement.
   *
   * @param count how many results each query asks for
   * @param approximate what is measured
   */
  public RecallMeasurement(IndexSnapshot snapshot, int count, Accuracy approximate) {
    this.snapshot = snapshot;
    this.count = count;
    this.approximate = approximate;
  }

  /**
   * The figures.
   *
   * @param recall the share of the exact results that was found, 0 to 1
   * @param exactPerSecond exact queries in a second, one after the other
   * @param approximatePerSecond the same of approximate ones
   */
  public record Recall(
      int queries, double recall, double exactPerSecond, double approximatePerSecond) {}

  /**
   * Asks every query in both ways.
   *
   * @param queries vectors of norm 1, one or more
   */
  public Recall of(List<float[]> queries) {
    long found = 0;
    long wanted = 0;
    long exactNanos = 0;
    long approximateNanos = 0;
    for (float[] query : queries) {
      long began = System.nanoTime();
      Set<Integer> exact = ordinals(query, Accuracy.EXACT);
      long between = System.nanoTime();
      Set<Integer> results = ordinals(query, approximate);
      approximateNanos += System.nanoTime() - between;
      exactNanos += between - began;
      wanted += exact.size();
      results.retainAll(exact);
      found += results.size();
    }
    return new Recall(
        queries.size(),
        wanted == 0 ? 1 : (double) found / wanted,
        queries.size() * 1e9 / exactNanos,
        queries.size() * 1e9 / approximateNanos);
  }

  private Set<Integer> ordinals(float[] query, Accuracy accuracy) {
    return snapshot.nearest(query, count, Optional.empty(), accuracy).stream()
        .map(Match::ordinal)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
