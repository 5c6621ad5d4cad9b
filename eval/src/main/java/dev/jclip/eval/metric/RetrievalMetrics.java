package dev.jclip.eval.metric;

import dev.jclip.eval.statistics.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of retrieval, under CLIP_benchmark's names. The unit is an image with all its
 * captions, since they are not independent of one another.
 */
public final class RetrievalMetrics {
  private RetrievalMetrics() {}

  /**
   * {@code image_retrieval_recall@k}: the share of captions whose image is among the first k; and
   * {@code text_retrieval_recall@k}: the share of images with a caption of theirs among the first
   * k. One pair for each k.
   */
  public static List<Metric> of(RetrievalRanks ranks, List<Integer> ks) {
    var metrics = new ArrayList<Metric>();
    for (int k : ks) {
      if (k < 1) {
        throw new IllegalArgumentException("k: expected 1 or more, found " + k);
      }
      metrics.add(imageRetrieval(ranks, k));
      metrics.add(textRetrieval(ranks, k));
    }
    return List.copyOf(metrics);
  }

  private static Metric imageRetrieval(RetrievalRanks ranks, int k) {
    int[] hits = new int[ranks.captionRanks().size()];
    int[] captions = new int[hits.length];
    for (int caption = 0; caption < ranks.captionImage().size(); caption++) {
      int image = ranks.captionImage().get(caption);
      captions[image]++;
      hits[image] += ranks.imageRanks().get(caption) < k ? 1 : 0;
    }
    return HitRate.of("image_retrieval_recall@" + k, hits, captions);
  }

  private static Metric textRetrieval(RetrievalRanks ranks, int k) {
    boolean[] hits = new boolean[ranks.captionRanks().size()];
    for (int image = 0; image < hits.length; image++) {
      hits[image] = ranks.captionRanks().get(image) < k;
    }
    return HitRate.of("text_retrieval_recall@" + k, hits);
  }
}
