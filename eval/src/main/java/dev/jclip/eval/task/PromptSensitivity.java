package dev.jclip.eval.task;

import dev.jclip.eval.metric.Halves;
import dev.jclip.eval.statistics.Metric;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * How much the figure hangs on the wording.
 *
 * @param metric the figure's name
 * @param variants the prompts taken alone, each with its figure, the best first
 * @param ensemble the figure of all prompts together
 * @param deviation standard deviation over the variants
 * @param crossFittedBest what choosing a prompt gives: each half of the images is judged by the
 *     prompt that is best on the other half, while the best of {@code variants} was chosen by the
 *     very images of its figure
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
   * One wording.
   *
   * @param prompt the template, or the first class's prompt where each class has its own
   * @param value the figure
   */
  public record Variant(String prompt, double value) {}

  /**
   * A prompt's figure on all images and on their halves.
   *
   * @param first on the first half
   * @param second on the second half
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

  /** The best variant's figure less the worst one's. */
  public double spread() {
    return variants.getFirst().value() - variants.getLast().value();
  }
}
