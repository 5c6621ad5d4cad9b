package dev.jclip.eval.metric.caption;

import dev.jclip.eval.metric.Mean;
import dev.jclip.eval.statistics.Metric;
import java.util.ArrayList;
import java.util.List;

/** The figures of generated captions against those of people. Thread-safe. */
public final class CaptionMetrics {
  private CaptionMetrics() {}

  /**
   * BLEU-1 to BLEU-4, ROUGE-L, CIDEr and CIDEr-D, under the names {@code bleu_1} to {@code bleu_4},
   * {@code rouge_l}, {@code cider} and {@code cider_d}. What COCO's evaluation code calls CIDEr is
   * {@code cider_d}. METEOR is left out, because its tables cannot be shipped.
   *
   * <p>The units of the figures are images. CIDEr weighs words by the whole set, also where units
   * are drawn for an interval.
   *
   * @param pairs one or more
   */
  public static List<Metric> of(List<CaptionPair> pairs) {
    var metrics = new ArrayList<Metric>();
    for (int n = 1; n <= NGrams.LONGEST; n++) {
      metrics.add(new Bleu(n, pairs));
    }
    metrics.add(new Mean("rouge_l", pairs.stream().mapToDouble(RougeL::of).toArray()));
    var cider = new Cider(pairs);
    metrics.add(new Mean("cider", cider.plain()));
    metrics.add(new Mean("cider_d", cider.clipped()));
    return List.copyOf(metrics);
  }
}
