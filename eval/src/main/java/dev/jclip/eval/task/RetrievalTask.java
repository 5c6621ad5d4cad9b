package dev.jclip.eval.task;

import dev.jclip.data.CaptionedSet;
import dev.jclip.embed.Embeddings;
import dev.jclip.error.DataException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.RetrievalMetrics;
import dev.jclip.eval.metric.RetrievalRanks;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Retrieval of images by their captions and of captions by their images (arXiv 2103.00020, section
 * 3.1.4 and table 13). For one thread at a time, as its extractor is.
 */
public final class RetrievalTask {
  private static final List<Integer> CURVE = List.of(1, 2, 3, 5, 10, 20, 50, 100);

  private final FeatureExtractor extractor;
  private final BootstrapOptions options;

  /** Makes an evaluation. */
  public RetrievalTask(FeatureExtractor extractor, BootstrapOptions options) {
    this.extractor = extractor;
    this.options = options;
  }

  /**
   * Evaluates a data set.
   *
   * @param ks the k of recall at k, each 1 or more
   * @throws DataException if fewer than two images have captions and can be read
   */
  public RetrievalResult evaluate(CaptionedSet set, List<Integer> ks) {
    ImageFeatures<List<String>> pictures = extractor.images(set.name(), set.examples());
    if (pictures.size() < 2) {
      throw new DataException(
          "%s: expected two images with captions or more, found %d; %d entries were skipped"
              .formatted(set.name(), pictures.size(), pictures.skipped().size()));
    }
    var captions = new ArrayList<String>();
    var captionImage = new ArrayList<Integer>();
    for (int i = 0; i < pictures.size(); i++) {
      for (String caption : pictures.annotations().get(i)) {
        captions.add(caption);
        captionImage.add(i);
      }
    }
    RetrievalRanks ranks =
        RetrievalRanks.of(
            Embeddings.normalizeAll(pictures.vectors()),
            Embeddings.normalizeAll(extractor.texts(captions)),
            captionImage);
    return new RetrievalResult(
        pictures, ranks, Figure.of(RetrievalMetrics.of(ranks, ks), options), curve(ranks));
  }

  private List<RetrievalResult.CurvePoint> curve(RetrievalRanks ranks) {
    int choices = Math.max(ranks.captionRanks().size(), ranks.imageRanks().size());
    List<Integer> ks =
        Stream.concat(Stream.of(1), CURVE.stream().filter(k -> k > 1 && k <= choices)).toList();
    List<Figure> figures = Figure.of(RetrievalMetrics.of(ranks, ks), options);
    return IntStream.range(0, ks.size())
        .mapToObj(
            i ->
                new RetrievalResult.CurvePoint(
                    ks.get(i), figures.get(2 * i), figures.get(2 * i + 1)))
        .toList();
  }
}
