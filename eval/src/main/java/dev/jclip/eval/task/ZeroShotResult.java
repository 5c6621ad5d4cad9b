package dev.jclip.eval.task;

import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.RocCurve;
import dev.jclip.eval.metric.UnknownCrossFit;
import dev.jclip.eval.metric.UnknownDetection;
import dev.jclip.eval.statistics.Figure;
import java.util.List;
import java.util.Optional;

/**
 * The result of a zero-shot classification of N images into K classes.
 *
 * @param pictures the images, with their features and classes
 * @param classNames K class names
 * @param prompts the prompts of each class
 * @param absentClasses the names of the classes that no image shows
 * @param scores [N, K] cosine similarities
 * @param figures the metrics under CLIP_benchmark's names, with their confidence intervals
 * @param classified more metrics, present if each image shows one class
 * @param averagePrecisions K average precisions; empty if each image shows one class
 * @param sensitivity how the main metric depends on the wording; present if each class has two
 *     prompts or more
 * @param unknown how well images of none of the classes are detected; present if each image shows
 *     one class, and either images of no class were given or the images show three classes or more
 */
public record ZeroShotResult(
    ImageFeatures<List<Integer>> pictures,
    List<String> classNames,
    ClassPrompts prompts,
    List<String> absentClasses,
    List<float[]> scores,
    List<Figure> figures,
    Optional<Classified> classified,
    List<Double> averagePrecisions,
    Optional<PromptSensitivity> sensitivity,
    Optional<Unknown> unknown) {
  /** Copies the lists. */
  public ZeroShotResult {
    classNames = List.copyOf(classNames);
    absentClasses = List.copyOf(absentClasses);
    scores = List.copyOf(scores);
    figures = List.copyOf(figures);
    averagePrecisions = List.copyOf(averagePrecisions);
  }

  /**
   * How well a threshold on a score separates images of the classes ("known") from images of none
   * of them ("unknown").
   *
   * @param score the score that is compared with the threshold: of the two scores, the one with the
   *     larger area under its curve
   * @param area the area under the curve of this score, with its confidence interval
   * @param otherArea the area under the curve of the other score
   * @param curve the shares of known and of unknown images that reach each threshold
   * @param chosen the point of the curve whose threshold keeps 95 % of the known images
   * @param crossFitted how well the score and the thresholds do when they are chosen on one half of
   *     the images and measured on the other half; present if both halves have known and unknown
   *     images
   */
  public record Unknown(
      UnknownDetection.Score score,
      Figure area,
      double otherArea,
      RocCurve curve,
      RocCurve.Point chosen,
      Optional<UnknownCrossFit> crossFitted) {}
}
