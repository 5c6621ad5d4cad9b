package dev.jclip.eval.metric.caption;

import dev.jclip.eval.metric.HitRate;
import dev.jclip.eval.metric.caption.MentionCounts.Overlap;
import dev.jclip.eval.statistics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The figures of what captions mention against what is known of their images. Thread-safe.
 *
 * <p>{@code chair_i} and {@code chair_s} are the shares of mentions that are not there and of
 * captions with such a mention (Rohrbach et al., Object Hallucination in Image Captioning, arXiv
 * 1809.02156, section 2.2). Here each thing makes one mention right at most, so that wrong numbers
 * count too.
 */
public final class MentionMetrics {
  private MentionMetrics() {}

  /**
   * {@code chair_i}, {@code chair_s} and {@code object_recall}; where colours are known {@code
   * coloured_object_precision} and {@code coloured_object_recall}; where relations are known {@code
   * relation_accuracy}, the share of stated relations that are right. The units are images.
   *
   * @param images one or more
   */
  public static List<Metric> of(List<MentionCounts> images) {
    var metrics = new ArrayList<Metric>();
    metrics.add(
        rate("chair_i", images, MentionCounts::things, MentionMetrics::wrong, Overlap::said));
    metrics.add(
        rate(
            "chair_s",
            images,
            MentionCounts::things,
            overlap -> Math.min(1, wrong(overlap)),
            overlap -> Math.min(1, overlap.said() + overlap.there())));
    metrics.add(
        rate("object_recall", images, MentionCounts::things, Overlap::right, Overlap::there));
    if (isKnown(images, MentionCounts::colouredThings)) {
      metrics.add(
          rate(
              "coloured_object_precision",
              images,
              MentionCounts::colouredThings,
              Overlap::right,
              Overlap::said));
      metrics.add(
          rate(
              "coloured_object_recall",
              images,
              MentionCounts::colouredThings,
              Overlap::right,
              Overlap::there));
    }
    if (isKnown(images, MentionCounts::relations)) {
      metrics.add(
          rate(
              "relation_accuracy",
              images,
              MentionCounts::relations,
              Overlap::right,
              Overlap::said));
    }
    return List.copyOf(metrics);
  }

  private static int wrong(Overlap overlap) {
    return overlap.said() - overlap.right();
  }

  private static boolean isKnown(
      List<MentionCounts> images, Function<MentionCounts, Overlap> part) {
    return images.stream().map(part).anyMatch(overlap -> overlap.there() > 0);
  }

  private static Metric rate(
      String name,
      List<MentionCounts> images,
      Function<MentionCounts, Overlap> part,
      ToIntFunction<Overlap> hits,
      ToIntFunction<Overlap> trials) {
    return HitRate.of(
        name,
        images.stream().map(part).mapToInt(hits).toArray(),
        images.stream().map(part).mapToInt(trials).toArray());
  }
}
