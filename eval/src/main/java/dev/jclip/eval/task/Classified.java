package dev.jclip.eval.task;

import dev.jclip.eval.metric.Calibration;
import dev.jclip.eval.metric.CalibrationMetrics;
import dev.jclip.eval.metric.ClassOutcome;
import dev.jclip.eval.metric.ClassTable;
import dev.jclip.eval.metric.ClassificationMetrics;
import dev.jclip.eval.metric.TemperatureFit;
import dev.jclip.eval.statistics.BootstrapOptions;
import dev.jclip.eval.statistics.Figure;
import dev.jclip.eval.statistics.Metric;
import java.util.List;

/**
 * How well images were classified, where each image shows one class.
 *
 * @param outcomes one for each image
 * @param figures {@code acc1}, {@code acc5} and {@code mean_per_class_recall}
 * @param table recall, precision and confusions of each class
 * @param scale what scores are multiplied by before the softmax makes probabilities of them
 * @param calibration the calibration of these probabilities
 * @param calibrationFigures {@code ece}, {@code nll} and {@code brier}
 * @param temperature the scale that makes the true classes most likely
 */
public record Classified(
    List<ClassOutcome> outcomes,
    List<Figure> figures,
    ClassTable table,
    double scale,
    Calibration calibration,
    List<Figure> calibrationFigures,
    TemperatureFit temperature) {
  /** Copies the lists. */
  public Classified {
    outcomes = List.copyOf(outcomes);
    figures = List.copyOf(figures);
    calibrationFigures = List.copyOf(calibrationFigures);
  }

  /**
   * Measures a classification.
   *
   * @param scores [N, K] a score of each image for each class
   * @param labels N true classes, each in 0..K-1
   * @param scale what scores are multiplied by before the softmax, above 0
   * @param options how the confidence intervals are computed
   */
  static Classified of(
      List<float[]> scores, List<Integer> labels, double scale, BootstrapOptions options) {
    int numClasses = scores.getFirst().length;
    List<ClassOutcome> outcomes = ClassificationMetrics.outcomes(scores, labels);
    List<Metric> metrics = ClassificationMetrics.of(outcomes, numClasses);
    return new Classified(
        outcomes,
        Figure.of(metrics, options),
        ClassTable.of(outcomes, numClasses),
        scale,
        Calibration.of(scores, labels, scale),
        Figure.of(CalibrationMetrics.of(scores, labels, scale), options),
        TemperatureFit.fit(scores, labels, scale, options.seed()));
  }
}
