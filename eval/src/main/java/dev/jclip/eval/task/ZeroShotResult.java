package dev.jclip.eval.task;

import dev.jclip.eval.feature.ImageFeatures;
import dev.jclip.eval.metric.RocCurve;
import dev.jclip.eval.metric.UnknownCrossFit;
import dev.jclip.eval.metric.UnknownDetection;
import dev.jclip.eval.statistics.Figure;
import java.util.List;
import java.util.Optional;

/**
 * What zero-shot classification gave.
 *
 * @param pictures the images, with their classes
 * @param classNames K names
 * @param prompts what stood for each class
 * @param absentClasses names that no image shows
 * @param scores [N, K] cosine similarities
 * @param figures under CLIP_benchmark's names
 * @param classified more, where each image shows one class
 * @param averagePrecisions K average precisions, where images show any number of classes
 * @param sensitivity to the wording, where there is more than one prompt a class
 * @param unknown how well images of none of the classes are told, where that can be measured
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
   * The answer "none of these".
   *
   * @param score what is compared with the threshold: whichever tells them better
   * @param area under the curve, with its interval
   * @param otherArea under the curve of the other score
   * @param curve all thresholds; first group the known, second the unknown
   * @param chosen the threshold that keeps 95 % of the known
   * @param crossFitted what choosing score and thresholds gives on other images than those chosen
   *     by, where there are enough
   */
  public record Unknown(
      UnknownDetection.Score score,
      Figure area,
      double otherArea,
      RocCurve curve,
      RocCurve.Point chosen,
      Optional<UnknownCrossFit> crossFitted) {}
}
