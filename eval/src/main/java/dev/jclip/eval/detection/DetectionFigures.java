package dev.jclip.eval.detection;

import dev.jclip.eval.statistics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * COCO's twelve figures of detections, the numbers of pycocotools' {@code COCOeval} for boxes: the
 * average precision {@code ap} over overlaps from 0.5 to 0.95, {@code ap50} and {@code ap75} at one
 * overlap, and that of small, medium and large objects; the average recall with 1, 10 and 100
 * detections of each image and category, and that of small, medium and large objects. Immutable;
 * safe for many threads.
 */
public final class DetectionFigures {
  private final int units;
  private final List<RankedCategory> categories;

  /**
   * Matches detections with objects.
   *
   * @param images one or more; of detections with equal scores those of earlier images come first
   * @param numCategories how many categories there are
   */
  public DetectionFigures(List<ImageBoxes> images, int numCategories) {
    units = images.size();
    List<List<RankedCategory.InImage>> matched =
        Stream.<List<RankedCategory.InImage>>generate(ArrayList::new).limit(numCategories).toList();
    for (int i = 0; i < units; i++) {
      Map<Integer, List<TruthBox>> truth =
          images.get(i).truth().stream().collect(Collectors.groupingBy(TruthBox::category));
      Map<Integer, List<FoundBox>> found =
          images.get(i).found().stream().collect(Collectors.groupingBy(FoundBox::category));
      Set<Integer> present = new TreeSet<>(truth.keySet());
      present.addAll(found.keySet());
      for (int category : present) {
        var boxes =
            new Matching(
                found.getOrDefault(category, List.of()), truth.getOrDefault(category, List.of()));
        matched.get(category).add(new RankedCategory.InImage(i, boxes));
      }
    }
    categories = matched.stream().map(RankedCategory::new).toList();
  }

  /** The figures over all categories; where none has objects, they are not defined. */
  public List<Metric> overall() {
    return figures(categories);
  }

  /** The figures of one category. */
  public List<Metric> ofCategory(int category) {
    return figures(List.of(categories.get(category)));
  }

  private List<Metric> figures(List<RankedCategory> of) {
    return Stream.of(
            Stream.of(precision(of, AreaRange.ALL)),
            Stream.of(precisionAt(of, "ap50", 0), precisionAt(of, "ap75", 5)),
            sizes().map(range -> precision(of, range)),
            Stream.of(1, 10, Matching.MOST)
                .map(most -> recall(of, "ar" + most, AreaRange.ALL, most)),
            sizes().map(range -> recall(of, "ar" + range.suffix(), range, Matching.MOST)))
        .flatMap(metrics -> metrics)
        .toList();
  }

  private static Stream<AreaRange> sizes() {
    return Stream.of(AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE);
  }

  private Metric precision(List<RankedCategory> of, AreaRange range) {
    return new DetectionMetric(
        "ap" + range.suffix(),
        units,
        of,
        (category, counts) ->
            IntStream.range(0, Thresholds.OVERLAPS)
                .mapToDouble(threshold -> category.averagePrecision(range, threshold, counts))
                .average()
                .orElseThrow());
  }

  private Metric precisionAt(List<RankedCategory> of, String name, int threshold) {
    return new DetectionMetric(
        name,
        units,
        of,
        (category, counts) -> category.averagePrecision(AreaRange.ALL, threshold, counts));
  }

  private Metric recall(List<RankedCategory> of, String name, AreaRange range, int most) {
    return new DetectionMetric(
        name, units, of, (category, counts) -> category.recall(range, most, counts));
  }
}
