package dev.jclip.eval.metric;

import dev.jclip.eval.statistics.Metric;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean over classes of average precision, for images that show any number of classes:
 * CLIP_benchmark's {@code mean_average_precision}. A class's average precision is the mean, over
 * its images in order of falling score, of the precision among the images up to there; a class
 * without images counts 0. Images of equal score stand in their own order (scikit-learn would take
 * them together). Immutable.
 */
public final class MeanAveragePrecision implements Metric {
  private final int units;
  private final int[][] order; // [K][N] images by falling score
  private final boolean[][] relevant; // [K][N] whether the image at that place shows the class

  /**
   * Ranks the images for each class.
   *
   * @param scores [N, K]
   * @param labels for each image the classes it shows
   */
  public MeanAveragePrecision(List<float[]> scores, List<List<Integer>> labels) {
    if (scores.size() != labels.size() || scores.isEmpty()) {
      throw new IllegalArgumentException(
          "labels: expected %d, at least 1, found %d".formatted(scores.size(), labels.size()));
    }
    units = scores.size();
    int numClasses = scores.getFirst().length;
    order = new int[numClasses][];
    relevant = new boolean[numClasses][units];
    boolean[][] shows = new boolean[units][numClasses];
    for (int i = 0; i < units; i++) {
      for (int c : labels.get(i)) {
        shows[i][c] = true;
      }
    }
    for (int c = 0; c < numClasses; c++) {
      order[c] = falling(scores, c);
      for (int place = 0; place < units; place++) {
        relevant[c][place] = shows[order[c][place]][c];
      }
    }
  }

  private static int[] falling(List<float[]> scores, int c) {
    return IntStream.range(0, scores.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scores.get(i)[c]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @Override
  public String name() {
    return "mean_average_precision";
  }

  @Override
  public int units() {
    return units;
  }

  @Override
  public double value(int[] counts) {
    double sum = 0;
    for (int c = 0; c < order.length; c++) {
      sum += averagePrecision(c, counts);
    }
    return sum / order.length;
  }

  /** The average precision of each class [K]. */
  public double[] perClass() {
    int[] once = new int[units];
    Arrays.fill(once, 1);
    return IntStream.range(0, order.length).mapToDouble(c -> averagePrecision(c, once)).toArray();
  }

  /** An image counted several times stands several times in the ranking. */
  private double averagePrecision(int c, int[] counts) {
    long seen = 0;
    long hits = 0;
    double precisions = 0;
    for (int place = 0; place < units; place++) {
      int times = counts[order[c][place]];
      if (!relevant[c][place]) {
        seen += times;
        continue;
      }
      for (int copy = 0; copy < times; copy++) {
        seen++;
        hits++;
        precisions += (double) hits / seen;
      }
    }
    return precisions / Math.max(hits, 1);
  }

  @Override
  public boolean isShare() {
    return false;
  }
}
