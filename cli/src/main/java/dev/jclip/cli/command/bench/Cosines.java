package dev.jclip.cli.command.bench;

import dev.jclip.embed.Embeddings;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How near embeddings are to float32's: cosines.
 *
 * @param mean over all of them
 * @param least of all of them
 */
record Cosines(double mean, double least) {
  /** Compares vectors of norm 1, one by one. */
  static Cosines of(List<float[]> embeddings, List<float[]> exact) {
    DoubleSummaryStatistics cosines =
        IntStream.range(0, exact.size())
            .mapToDouble(i -> Embeddings.dot(embeddings.get(i), exact.get(i)))
            .summaryStatistics();
    return new Cosines(cosines.getAverage(), cosines.getMin());
  }
}
