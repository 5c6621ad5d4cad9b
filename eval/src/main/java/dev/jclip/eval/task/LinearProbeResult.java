package dev.jclip.eval.task;

import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.ClassOutcome;
import dev.jclip.eval.metric.ClassTable;
import dev.jclip.eval.probe.LinearProbe;
import dev.jclip.eval.statistics.Figure;
import java.util.List;

/**
 * The result of a linear probe.
 *
 * @param pictures the test images, with their features and classes
 * @param trainingFingerprint the SHA-256 of the training images
 * @param shared how many images are in more than one of the data sets
 * @param classNames K class names
 * @param probe the fitted classifier's settings and its scores of the test images
 * @param outcomes one for each test image
 * @param figures {@code lp_acc1}, {@code lp_acc5} and {@code lp_mean_per_class_recall}
 * @param table recall, precision and confusions of each class
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
   * How many images of one data set are, byte for byte, in another one too.
   *
   * @param policy what was done with these images
   * @param trainingAndTest the number of training images that are test images too
   * @param validationAndTest the number of validation images that are test images too
   * @param trainingAndValidation the number of training images that are validation images too
   */
  public record Shared(
      Overlap policy, int trainingAndTest, int validationAndTest, int trainingAndValidation) {}
}
