package dev.jclip.search.query;

import dev.jclip.search.IndexSnapshot;
import dev.jclip.search.IndexSnapshot.Accuracy;
import dev.jclip.search.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How near queries that have nothing to do with one come to the best image of a collection.
 *
 * <p>Of a similarity only the excess counts: what it is above the image's {@linkplain
 * UnrelatedQueries#usual usual} similarity with such queries, since some images are near to many
 * queries. An excess is judged twice, and the better judgement holds: as it is; and less what the
 * query's level lets expect, which is its mean similarity with all images, since some queries are
 * near to every image. The first judgement sees that a collection shows nothing but what is wanted,
 * where the level would hide that; the second sees long and special queries, whose similarities are
 * all low. A few images do not tell a query's level; there the first judgement holds alone.
 * Immutable.
 */
final class ChanceLevel {
  /** Fewer images do not tell a query's level. */
  static final int LEAST_PICTURES = 30;

  /** How many images tell a query's level. */
  static final int SAMPLE = 2000;

  /** Makes the relevance one half where the share of unrelated queries below is three quarters. */
  private static final double EXPONENT = Math.log(0.5) / Math.log(0.75);

  private final UnrelatedQueries queries;
  private final boolean levelTells;
  private final NormalDistribution excess;
  private final double slope;
  private final NormalDistribution rest;
  private final NormalDistribution better;

  private ChanceLevel(UnrelatedQueries queries, List<Reach> reached, boolean levelTells) {
    this.queries = queries;
    this.levelTells = levelTells;
    excess = LowerHalf.of(reached.stream().mapToDouble(Reach::excess).toArray());
    slope = slope(reached);
    rest = LowerHalf.of(reached.stream().mapToDouble(this::rest).toArray());
    better = LowerHalf.of(reached.stream().mapToDouble(this::better).toArray());
  }

  /**
   * How high a query comes.
   *
   * @param excess of its similarity with an image
   * @param level its mean similarity with all
   */
  private record Reach(double excess, double level) {}

  /** What unrelated queries reach in a collection that is not empty. */
  static ChanceLevel of(UnrelatedQueries queries, IndexSnapshot snapshot) {
    var reached = new ArrayList<Reach>();
    for (float[] query : queries.probes()) {
      Match best = snapshot.nearest(query, 1, Optional.empty(), Accuracy.APPROXIMATE).getFirst();
      double usual = queries.without(query).usual(snapshot.vector(best.ordinal()));
      double level = level(snapshot.sampledSimilarities(query, SAMPLE));
      reached.add(new Reach(best.score() - usual, level));
    }
    return new ChanceLevel(queries, reached, snapshot.size() >= LEAST_PICTURES);
  }

  /** A query's mean similarity with the collection's images, by those of a sample. */
  static double level(float[] sample) {
    double sum = 0;
    for (float similarity : sample) {
      sum += similarity;
    }
    return sum / sample.length;
  }

  /** The median slope between two points, which outliers do not turn (Sen, 1968). */
  private static double slope(List<Reach> reached) {
    double[] slopes = new double[reached.size() * (reached.size() - 1) / 2];
    int count = 0;
    for (int i = 0; i < reached.size(); i++) {
      for (int j = 0; j < i; j++) {
        double run = reached.get(i).level - reached.get(j).level;
        if (run != 0) {
          slopes[count++] = (reached.get(i).excess - reached.get(j).excess) / run;
        }
      }
    }
    return count == 0 ? 0 : LowerHalf.median(Arrays.copyOf(slopes, count));
  }

  private double rest(Reach reach) {
    return reach.excess - slope * reach.level;
  }

  private double better(Reach reach) {
    double alone = standardised(reach.excess, excess);
    return levelTells ? Math.max(alone, standardised(rest(reach), rest)) : alone;
  }

  private static double standardised(double value, NormalDistribution distribution) {
    return (value - distribution.getMean()) / distribution.getStandardDeviation();
  }

  /**
   * 0.5 for what a quarter of the unrelated queries reaches with its best image, near 1 for what
   * none does, and lower without an end for what all do.
   *
   * @param picture its vector
   * @param similarity of the query with it
   * @param level the query's, as of {@link #level}
   */
  double relevance(float[] picture, double similarity, double level) {
    double excess = similarity - queries.usual(picture);
    double reached = better(new Reach(excess, level));
    return Math.pow(better.cumulativeProbability(reached), EXPONENT);
  }
}
