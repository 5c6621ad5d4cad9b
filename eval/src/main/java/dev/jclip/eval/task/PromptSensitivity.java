package dev.jclip.eval.task;

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
 */
public record PromptSensitivity(
    String metric, List<Variant> variants, double ensemble, double deviation) {
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

  static PromptSensitivity of(String metric, List<Variant> variants, double ensemble) {
    DoubleSummaryStatistics summary =
        variants.stream().mapToDouble(Variant::value).summaryStatistics();
    double squares =
        variants.stream()
            .mapToDouble(variant -> Math.pow(variant.value() - summary.getAverage(), 2))
            .sum();
    double deviation = variants.size() < 2 ? 0 : Math.sqrt(squares / (variants.size() - 1));
    List<Variant> best =
        variants.stream().sorted(Comparator.comparingDouble(Variant::value).reversed()).toList();
    return new PromptSensitivity(metric, best, ensemble, deviation);
  }

  /** The best variant's figure less the worst one's. */
  public double spread() {
    return variants.getFirst().value() - variants.getLast().value();
  }
}
