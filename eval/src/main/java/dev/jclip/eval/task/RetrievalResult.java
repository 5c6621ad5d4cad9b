package dev.jclip.eval.task;

import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.RetrievalRanks;
import dev.jclip.eval.statistics.Figure;
import java.util.List;

/**
 * What retrieval gave, in both directions.
 *
 * @param pictures the images, with their captions
 * @param ranks where each finds its counterpart
 * @param figures recall at the k that were asked for, under CLIP_benchmark's names
 * @param curve recall at rising k, for a plot
 */
public record RetrievalResult(
    ImageFeatures<List<String>> pictures,
    RetrievalRanks ranks,
    List<Figure> figures,
    List<CurvePoint> curve) {
  /** Copies the lists. */
  public RetrievalResult {
    figures = List.copyOf(figures);
    curve = List.copyOf(curve);
  }

  /** Recall at one k. */
  public record CurvePoint(int k, Figure imageRetrieval, Figure textRetrieval) {}
}
