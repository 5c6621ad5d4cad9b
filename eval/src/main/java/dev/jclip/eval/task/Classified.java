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
 * Images that were given one class each, and how well.
 *
 * @param outcomes one an image
 * @param figures {@code acc1}, {@code acc5}, {@code mean_per_class_recall}
 * @param table recall, precision and confusions
 * @param scale what scores were multiplied with for probabilities
 * @param calibration of these probabilities
 * @param calibrationFigures {@code ece}, {@code nll} and {@code brier}
 * @param temperature the scale that fits the data best
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
   * Measures scores [N, K].
   *
   * @param labels N true classes
   * @param scale what scores are multiplied with for probabilities, above 0
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
