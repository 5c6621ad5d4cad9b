package dev.jclip.eval.metric;

import dev.jclip.eval.statistics.Metric;
import java.util.List;
import java.util.function.Predicate;

/** The figures of image–caption selection, under CLIP_benchmark's names. */
public final class SelectionMetrics {
  private SelectionMetrics() {}

  /**
   * How one task was solved.
   *
   * @param imageRight whether each caption's best image is its own (Winoground's image score)
   * @param textRight whether each image's best caption is its own (its text score)
   */
  public record Outcome(boolean imageRight, boolean textRight) {
    /**
     * Matches images and captions; the i-th of both belong together.
     *
     * @param images I vectors of norm 1
     * @param captions T vectors of norm 1; those behind the first I are wrong for every image
     */
    public static Outcome of(List<float[]> images, List<float[]> captions) {
      int pairs = Math.min(images.size(), captions.size());
      return new Outcome(allFound(captions, images, pairs), allFound(images, captions, pairs));
    }

    private static boolean allFound(List<float[]> queries, List<float[]> choices, int pairs) {
      var similarities = new Similarities(choices);
      for (int i = 0; i < pairs; i++) {
        if (Ranking.best(similarities.of(queries.get(i))) != i) {
          return false;
        }
      }
      return true;
    }

    /** Whether all were matched. */
    public boolean isRight() {
      return imageRight && textRight;
    }
  }

  /** {@code image_acc}, {@code text_acc} and {@code acc}: the shares of tasks solved. */
  public static List<Metric> of(List<Outcome> outcomes) {
    return List.of(
        share("image_acc", outcomes, Outcome::imageRight),
        share("text_acc", outcomes, Outcome::textRight),
        share("acc", outcomes, Outcome::isRight));
  }

  private static Metric share(String name, List<Outcome> outcomes, Predicate<Outcome> right) {
    boolean[] hits = new boolean[outcomes.size()];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = right.test(outcomes.get(i));
    }
    return HitRate.of(name, hits);
  }
}
