package dev.jclip.eval.task;

import dev.jclip.eval.metric.Halves;
import dev.jclip.eval.statistics.Metric;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * How much a metric of zero-shot classification depends on the wording of the prompts.
 *
 * @param metric the name of the metric
 * @param variants each prompt with the metric's value when this prompt alone is used, the best
 *     value first
 * @param ensemble the metric's value when all prompts are used together
 * @param deviation the standard deviation of the values of the variants; 0 for one variant
 * @param crossFittedBest the value to expect from choosing the best prompt. The best prompt on one
 *     half of the images is measured on the other half, and the two directions are averaged. The
 *     first value of {@code variants} is biased, since its prompt was chosen on the same images
 */
public record PromptSensitivity(
    String metric,
    List<Variant> variants,
    double ensemble,
    double deviation,
    double crossFittedBest) {
  /** Copies the list. */
  public PromptSensitivity {
    variants = List.copyOf(variants);
  }

  /**
   * One wording of the prompts.
   *
   * @param prompt the prompt of the first class, which stands for those of the other classes
   * @param value the metric's value when this prompt alone is used
   */
  public record Variant(String prompt, double value) {}

  /**
   * A prompt's value of the metric on all images and on two halves of them.
   *
   * @param first the value on the first half
   * @param second the value on the second half
   */
  record Measured(Variant variant, double first, double second) {
    static Measured of(String prompt, Metric figure, Halves halves) {
      return new Measured(
          new Variant(prompt, figure.value()),
          figure.value(halves.first()),
          figure.value(halves.second()));
    }
  }

  static PromptSensitivity of(String metric, List<Measured> measured, double ensemble) {
    List<Variant> variants = measured.stream().map(Measured::variant).toList();
    DoubleSummaryStatistics summary =
        variants.stream().mapToDouble(Variant::value).summaryStatistics();
    double squares =
        variants.stream()
            .mapToDouble(variant -> Math.pow(variant.value() - summary.getAverage(), 2))
            .sum();
    double deviation = variants.size() < 2 ? 0 : Math.sqrt(squares / (variants.size() - 1));
    List<Variant> best =
        variants.stream().sorted(Comparator.comparingDouble(Variant::value).reversed()).toList();
    return new PromptSensitivity(metric, best, ensemble, deviation, crossFittedBest(measured));
  }

  private static double crossFittedBest(List<Measured> measured) {
    Comparator<Measured> byFirst = Comparator.comparingDouble(Measured::first);
    Comparator<Measured> bySecond = Comparator.comparingDouble(Measured::second);
    return (Collections.max(measured, byFirst).second()
            + Collections.max(measured, bySecond).first())
        / 2;
  }

  /** Returns the value of the best variant minus the value of the worst one. */
  public double spread() {
    return variants.getFirst().value() - variants.getLast().value();
  }
}
