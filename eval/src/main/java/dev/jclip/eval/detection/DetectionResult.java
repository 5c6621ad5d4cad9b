package dev.jclip.eval.detection;

import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.statistics.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What an evaluation of detections gave.
 *
 * @param images with what is there and what was found
 * @param categories the names of the categories
 * @param figures COCO's twelve over all categories
 * @param perCategory the same figures of each category by their names; NaN where it has no such
 *     objects
 */
public record DetectionResult(
    List<ImageBoxes> images,
    List<String> categories,
    List<Figure> figures,
    List<Map<String, Double>> perCategory) {
  /** Copies the lists. */
  public DetectionResult {
    images = List.copyOf(images);
    categories = List.copyOf(categories);
    figures = List.copyOf(figures);
    perCategory = List.copyOf(perCategory);
  }

  /** Evaluates detections; the figures' intervals are from drawing images anew. */
  public static DetectionResult of(
      List<ImageBoxes> images, List<String> categories, BootstrapOptions options) {
    var figures = new DetectionFigures(images, categories.size());
    return new DetectionResult(
        images,
        categories,
        Figure.of(figures.overall(), options),
        IntStream.range(0, categories.size())
            .mapToObj(category -> values(figures.ofCategory(category)))
            .toList());
  }

  private static Map<String, Double> values(List<Metric> metrics) {
    var values = new LinkedHashMap<String, Double>();
    metrics.forEach(metric -> values.put(metric.name(), metric.value()));
    return values;
  }
}
