package dev.jclip.search.query;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How near queries that show nothing come to some picture of a collection. Two numbers are looked
 * at: the similarity itself, and its rise above the lower quartile of the same query's
 * similarities. Long and special queries are told by the rise; of broad ones, which suit much of
 * the collection, the similarity tells more. Immutable.
 */
final class ChanceLevel {
  private final NormalDistribution similarity;
  private final NormalDistribution rise;
  private final NormalDistribution higher;

  private ChanceLevel(List<Reach> reached) {
    similarity = normal(reached.stream().mapToDouble(Reach::similarity).toArray());
    rise = normal(reached.stream().mapToDouble(Reach::rise).toArray());
    higher = normal(reached.stream().mapToDouble(this::higher).toArray());
  }

  /**
   * How high a query comes.
   *
   * @param similarity of the best picture
   * @param rise that, less the lower quartile over all pictures
   */
  record Reach(double similarity, double rise) {}

  /**
   * The level that queries which show nothing reach.
   *
   * @param reached by two or more of them
   */
  static ChanceLevel of(List<Reach> reached) {
    return new ChanceLevel(reached);
  }

  private static NormalDistribution normal(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double least = 1e-6; // of one picture only, all queries reach the same
    return NormalDistribution.of(mean, Math.max(least, Math.sqrt(squares / (values.length - 1))));
  }

  private double higher(Reach reach) {
    return Math.max(standardised(reach.similarity(), similarity), standardised(reach.rise(), rise));
  }

  private static double standardised(double value, NormalDistribution distribution) {
    return (value - distribution.getMean()) / distribution.getStandardDeviation();
  }

  /**
   * 0 for what half of the queries that show nothing reach, 0.5 for what a quarter of them does,
   * near 1 for what none does.
   */
  double relevance(Reach reach) {
    return 1 - Math.min(1, 2 * higher.survivalProbability(higher(reach)));
  }
}
