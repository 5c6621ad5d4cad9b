package dev.jclip.eval.task;

import dev.jclip.data.DescribedSet.Description;
import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.caption.MentionCounts;
import dev.jclip.eval.statistics.Figure;
import java.util.List;

/**
 * What an evaluation of captions gave.
 *
 * @param pictures the N images that could be read and are described, as the judge sees them
 * @param captions N of them
 * @param scores N times how well a caption fits
 * @param mentions N times what a caption mentions; none if nothing is known of the images
 * @param figures over all images
 * @param judge the fingerprint of the model that judged
 */
public record CaptionResult(
    ImageFeatures<Description> pictures,
    List<String> captions,
    List<Scores> scores,
    List<MentionCounts> mentions,
    List<Figure> figures,
    String judge) {
  /** Copies the lists. */
  public CaptionResult {
    captions = List.copyOf(captions);
    scores = List.copyOf(scores);
    mentions = List.copyOf(mentions);
    figures = List.copyOf(figures);
  }

  /**
   * How well a caption fits, by the judge.
   *
   * @param clipScore its image
   * @param refClipScore its image and its references
   */
  public record Scores(double clipScore, double refClipScore) {}
}
