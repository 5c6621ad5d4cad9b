package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.eval.report.RunComparison;
import dev.jclip.eval.statistics.Comparison;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two evaluation runs, and tests whether their metrics differ by more than chance. */
@Command(
    name = "compare",
    description =
        "Compares two runs on the same examples: the difference of each metric with its confidence interval and p-value.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private StatisticsOptions statistics = new StatisticsOptions();

  @Parameters(index = "0", paramLabel = "A", description = "The record of the first run (.json).")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "The record of the second run (.json).")
  private Path second = Path.of("");

  @Override
  public Integer call() {
    var answers = new Answers(command, output);
    RunComparison runs = RunComparison.of(first, second, statistics.bootstrap());
    for (Comparison comparison : runs.comparisons()) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("metric", comparison.metric());
      fields.put("first", comparison.first());
      fields.put("second", comparison.second());
      fields.put("difference", comparison.difference());
      fields.put("low", comparison.interval().low());
      fields.put("high", comparison.interval().high());
      fields.put("p", comparison.pValue());
      fields.put("test", comparison.test().name());
      answers.give(fields, row(comparison));
    }
    return ExitCode.DONE;
  }

  private static String row(Comparison comparison) {
    return String.format(
        Locale.ROOT,
        "%-28s %6.2f %% -> %6.2f %%  difference %+.2f (%+.2f to %+.2f) points  %s",
        comparison.metric(),
        100 * comparison.first(),
        100 * comparison.second(),
        100 * comparison.difference(),
        100 * comparison.interval().low(),
        100 * comparison.interval().high(),
        chance(comparison.pValue()));
  }

  /** Formats a p-value. One below 0.0001 is not rounded to 0, since a p-value is never 0. */
  static String chance(double pValue) {
    return pValue < 0.0001 ? "p < 0.0001" : String.format(Locale.ROOT, "p = %.4f", pValue);
  }
}
