package dev.jclip.model.precision;

import dev.jclip.embed.Embeddings;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How near embeddings are to others of the same inputs: cosines.
 *
 * @param mean the mean of all cosines
 * @param least the minimum of all cosines
 */
public record Cosines(double mean, double least) {
  /** Compares vectors of norm 1, one by one. */
  public static Cosines of(List<float[]> embeddings, List<float[]> others) {
    DoubleSummaryStatistics cosines =
        IntStream.range(0, others.size())
            .mapToDouble(i -> Embeddings.dot(embeddings.get(i), others.get(i)))
            .summaryStatistics();
    return new Cosines(cosines.getAverage(), cosines.getMin());
  }
}
