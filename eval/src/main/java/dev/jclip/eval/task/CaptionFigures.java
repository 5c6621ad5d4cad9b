package dev.jclip.eval.task;

import dev.jclip.eval.metric.Mean;
import dev.jclip.eval.metric.caption.CaptionMetrics;
import dev.jclip.eval.metric.caption.CaptionPair;
import dev.jclip.eval.metric.caption.MentionCounts;
import dev.jclip.eval.metric.caption.MentionMetrics;
import dev.jclip.eval.statistics.Metric;
import dev.jclip.eval.task.CaptionResult.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All figures of an evaluation of captions, the same for a run and where two are compared. */
public final class CaptionFigures {
  /** The figures that depend on the judge, so that only those of the same judge are compared. */
  public static final Set<String> JUDGED = Set.of("clip_score", "ref_clip_score");

  private CaptionFigures() {}

  /**
   * Those of {@link CaptionMetrics}, {@code clip_score} and {@code ref_clip_score}, and those of
   * {@link MentionMetrics} where something is known of the images.
   *
   * @param pairs one or more images
   * @param scores of each image
   * @param mentions of each image, or none at all
   */
  public static List<Metric> of(
      List<CaptionPair> pairs, List<Scores> scores, List<MentionCounts> mentions) {
    List<Metric> metrics = new ArrayList<>(CaptionMetrics.of(pairs));
    metrics.add(new Mean("clip_score", scores.stream().mapToDouble(Scores::clipScore).toArray()));
    metrics.add(
        new Mean("ref_clip_score", scores.stream().mapToDouble(Scores::refClipScore).toArray()));
    if (!mentions.isEmpty()) {
      metrics.addAll(MentionMetrics.of(mentions));
    }
    return List.copyOf(metrics);
  }
}
