package dev.jclip.eval.task;

import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.ClassOutcome;
import dev.jclip.eval.metric.ClassTable;
import dev.jclip.eval.probe.LinearProbe;
import dev.jclip.eval.statistics.Figure;
import java.util.List;

/**
 * What a linear probe gave.
 *
 * @param pictures the test images, with their classes
 * @param trainingFingerprint of the training images
 * @param shared images that are in more than one of the sets
 * @param classNames K names
 * @param probe the fit and its scores
 * @param outcomes one a test image
 * @param figures {@code lp_acc1}, {@code lp_acc5}, {@code lp_mean_per_class_recall}
 * @param table recall, precision and confusions
 */
public record LinearProbeResult(
    ImageFeatures<List<Integer>> pictures,
    String trainingFingerprint,
    Shared shared,
    List<String> classNames,
    LinearProbe.Result probe,
    List<ClassOutcome> outcomes,
    List<Figure> figures,
    ClassTable table) {
  /** Copies the lists. */
  public LinearProbeResult {
    classNames = List.copyOf(classNames);
    outcomes = List.copyOf(outcomes);
    figures = List.copyOf(figures);
  }

  /**
   * How many images are in two sets, byte for byte.
   *
   * @param policy what became of them
   * @param trainingAndTest training images that are test images too
   * @param validationAndTest validation images that are test images too
   * @param trainingAndValidation training images that are validation images too
   */
  public record Shared(
      Overlap policy, int trainingAndTest, int validationAndTest, int trainingAndValidation) {}
}
