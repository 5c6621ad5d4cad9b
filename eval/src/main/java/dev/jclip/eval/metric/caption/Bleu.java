package dev.jclip.eval.metric.caption;

import dev.jclip.eval.statistics.Metric;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU over a whole set (Papineni et al., BLEU: a Method for Automatic Evaluation of Machine
 * Translation, 2002, section 2.3): the geometric mean of the modified precisions of runs of 1 to n
 * words, times a penalty for captions that are shorter than their references. Of several references
 * the length nearest to the candidate's counts, and the shorter one of two equally near. Immutable.
 *
 * <p>As in COCO's evaluation code, tiny numbers keep quotients defined where there is nothing to
 * count.
 */
final class Bleu implements Metric {
  private static final double TINY = 1e-15;
  private static final double SMALL = 1e-9;

  private final int n;
  private final List<Counts> images;

  /** What is counted in one caption. */
  private static final class Counts {
    /** Runs of 1, 2, ... words that a reference has too. */
    private final long[] matched;

    /** Runs of 1, 2, ... words. */
    private final long[] all;

    /** The candidate's words. */
    private final int length;

    /** The words of the reference that is nearest in length. */
    private final int reference;

    Counts(CaptionPair pair, int n) {
      this.matched = new long[n];
      this.all = new long[n];
      this.length = pair.candidate().size();
      for (int k = 1; k <= n; k++) {
        Map<List<String>, Integer> most = mostInOneReference(pair, k);
        matched[k - 1] =
            NGrams.count(pair.candidate(), k).entrySet().stream()
                .mapToInt(run -> Math.min(run.getValue(), most.getOrDefault(run.getKey(), 0)))
                .sum();
        all[k - 1] = Math.max(0, length - k + 1);
      }
      this.reference =
          pair.references().stream()
              .map(List::size)
              .min(
                  Comparator.<Integer>comparingInt(size -> Math.abs(size - length))
                      .thenComparing(Comparator.naturalOrder()))
              .orElseThrow();
    }

    private static Map<List<String>, Integer> mostInOneReference(CaptionPair pair, int k) {
      var most = new HashMap<List<String>, Integer>();
      for (List<String> reference : pair.references()) {
        NGrams.count(reference, k).forEach((run, count) -> most.merge(run, count, Math::max));
      }
      return most;
    }
  }

  Bleu(int n, List<CaptionPair> pairs) {
    this.n = n;
    this.images = pairs.stream().map(pair -> new Counts(pair, n)).toList();
  }

  @Override
  public String name() {
    return "bleu_" + n;
  }

  @Override
  public int units() {
    return images.size();
  }

  @Override
  public double value(int[] counts) {
    var matched = new double[n];
    var all = new double[n];
    double length = 0;
    double reference = 0;
    for (int i = 0; i < counts.length; i++) {
      Counts image = images.get(i);
      for (int k = 0; k < n; k++) {
        matched[k] += (double) counts[i] * image.matched[k];
        all[k] += (double) counts[i] * image.all[k];
      }
      length += (double) counts[i] * image.length;
      reference += (double) counts[i] * image.reference;
    }
    double product = 1;
    for (int k = 0; k < n; k++) {
      product *= (matched[k] + TINY) / (all[k] + SMALL);
    }
    double ratio = (length + TINY) / (reference + SMALL);
    double penalty = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
    return Math.pow(product, 1.0 / n) * penalty;
  }

  @Override
  public boolean isShare() {
    return false;
  }
}
