package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.eval.statistics.BootstrapOptions;
import picocli.CommandLine.Option;

/** Options of the bootstrap that computes confidence intervals. */
@OptionSection("Statistics")
final class StatisticsOptions {
  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Number of bootstrap resamples for the confidence intervals, 100 or more. Default: ${DEFAULT-VALUE}.")
  private int resamples;

  @Option(
      names = "--confidence",
      paramLabel = "P",
      defaultValue = "0.95",
      description = "Confidence of the intervals, between 0.5 and 1. Default: ${DEFAULT-VALUE}.")
  private double confidence;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all random choices. Default: ${DEFAULT-VALUE}.")
  private long seed;

  BootstrapOptions bootstrap() {
    return new BootstrapOptions(resamples, confidence, seed);
  }
}
