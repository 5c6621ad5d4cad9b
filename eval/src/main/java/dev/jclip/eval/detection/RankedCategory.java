package dev.jclip.eval.detection;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * All detections of one category over all images, the surest first, and what became of them.
 * Precision and recall are computed again for any numbers of times that images are counted.
 * Immutable.
 */
final class RankedCategory {
  /** What NumPy's spacing(1) is: keeps 0 / 0 from being no number. */
  private static final double TINY = Math.ulp(1.0);

  private final int[] image; // of each detection
  private final int[] rank; // of each detection among those of its image
  private final Map<AreaRange, Judged> judged = new EnumMap<>(AreaRange.class);

  /**
   * What became of the detections under one range of areas.
   *
   * @param right for each detection the thresholds, as bits, at which it found an object
   * @param wrong for each detection the thresholds at which it is a false alarm
   * @param objects for each object to be found its image
   */
  @SuppressWarnings("ArrayRecordComponent") // a few bits a detection
  private record Judged(int[] right, int[] wrong, int[] objects) {}

  private record Detected(int place, int rank, double score) {}

  /**
   * An image that has boxes of the category.
   *
   * @param image its place among all images
   */
  record InImage(int image, Matching boxes) {}

  /** Takes the images in their order. */
  RankedCategory(List<InImage> images) {
    List<Detected> order =
        IntStream.range(0, images.size())
            .boxed()
            .flatMap(
                i ->
                    IntStream.range(0, images.get(i).boxes().found().size())
                        .mapToObj(r -> new Detected(i, r, score(images.get(i), r))))
            .sorted(Comparator.comparingDouble((Detected box) -> -box.score()))
            .toList();
    image = order.stream().mapToInt(box -> images.get(box.place()).image()).toArray();
    rank = order.stream().mapToInt(Detected::rank).toArray();
    for (AreaRange range : AreaRange.values()) {
      List<Matching.Outcome> outcomes =
          images.stream().map(InImage::boxes).map(boxes -> boxes.within(range)).toList();
      judged.put(
          range,
          new Judged(
              order.stream()
                  .mapToInt(box -> outcomes.get(box.place()).right()[box.rank()])
                  .toArray(),
              order.stream()
                  .mapToInt(box -> outcomes.get(box.place()).wrong()[box.rank()])
                  .toArray(),
              IntStream.range(0, images.size())
                  .flatMap(
                      i ->
                          IntStream.range(0, outcomes.get(i).objects())
                              .map(_ -> images.get(i).image()))
                  .toArray()));
    }
  }

  private static double score(InImage image, int rank) {
    return image.boxes().found().get(rank).score();
  }

  private Judged of(AreaRange range) {
    return Objects.requireNonNull(judged.get(range), "all ranges are judged");
  }

  private static long objects(Judged of, int[] counts) {
    return Arrays.stream(of.objects()).mapToLong(i -> counts[i]).sum();
  }

  /**
   * The share of objects that are found, over thresholds from 0.5 to 0.95; NaN if there is none.
   *
   * @param most so many detections of an image count
   * @param counts how many times each image is counted
   */
  double recall(AreaRange range, int most, int[] counts) {
    Judged of = of(range);
    long objects = objects(of, counts);
    long found = 0;
    for (int i = 0; i < image.length; i++) {
      if (rank[i] < most) {
        found += (long) counts[image[i]] * Integer.bitCount(of.right()[i]);
      }
    }
    return objects == 0 ? Double.NaN : (double) found / (Thresholds.OVERLAPS * objects);
  }

  /**
   * The mean, over recalls from 0 to 1, of the best precision with at least such a recall; NaN if
   * there is no object.
   *
   * @param threshold the index of the least overlap
   * @param counts how many times each image is counted
   */
  double averagePrecision(AreaRange range, int threshold, int[] counts) {
    Judged of = of(range);
    long objects = objects(of, counts);
    if (objects == 0) {
      return Double.NaN;
    }
    double[] recalls = new double[of.objects().length];
    double[] precisions = new double[of.objects().length];
    int steps = 0;
    long right = 0;
    long wrong = 0;
    for (int i = 0; i < image.length; i++) {
      int times = counts[image[i]];
      wrong += (long) times * (of.wrong()[i] >> threshold & 1);
      if (times > 0 && (of.right()[i] >> threshold & 1) == 1) {
        right += times;
        recalls[steps] = (double) right / objects;
        precisions[steps] = right / (wrong + right + TINY);
        steps++;
      }
    }
    return mean(recalls, precisions, steps);
  }

  /** From the greatest recall down, since each precision is the best of those that follow. */
  private static double mean(double[] recalls, double[] precisions, int steps) {
    double sum = 0;
    double best = 0;
    int step = steps - 1;
    for (int r = Thresholds.RECALLS - 1; r >= 0; r--) {
      for (; step >= 0 && recalls[step] >= Thresholds.recall(r); step--) {
        best = Math.max(best, precisions[step]);
      }
      sum += best;
    }
    return sum / Thresholds.RECALLS;
  }
}
