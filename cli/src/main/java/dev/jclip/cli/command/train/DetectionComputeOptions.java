package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.tensor.start.Engine;
import dev.jclip.train.detection.DetectionOptions;
import dev.jclip.train.detection.LossWeights;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.step.StepOptions.Activations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a step of a detector computes, and how. */
@OptionSection("Computing")
final class DetectionComputeOptions {
  private static final int PART_SIZE = 8;

  @Option(
      names = "--class-weight",
      paramLabel = "X",
      defaultValue = "2",
      description =
          "Weight of the focal loss of the answers to phrases. Default: ${DEFAULT-VALUE}.")
  private double queryWeight;

  @Option(
      names = "--box-weight",
      paramLabel = "X",
      defaultValue = "5",
      description = "Weight of the absolute differences of boxes. Default: ${DEFAULT-VALUE}.")
  private double boxWeight;

  @Option(
      names = "--giou-weight",
      paramLabel = "X",
      defaultValue = "2",
      description =
          "Weight of what generalised intersections over unions lack of 1. Default: ${DEFAULT-VALUE}.")
  private double overlapWeight;

  @Option(
      names = "--focal-alpha",
      paramLabel = "X",
      defaultValue = "0.25",
      description = "Share of the right answers in the focal loss. Default: ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(
      names = "--focal-gamma",
      paramLabel = "X",
      defaultValue = "2",
      description =
          "How much less what is right already counts in the focal loss. Default: ${DEFAULT-VALUE}.")
  private double gamma;

  @Option(
      names = "--precision",
      paramLabel = "fp32|bf16",
      defaultValue = "fp32",
      description =
          "What image tower and neck compute in; the heads compute in fp32. Default: ${DEFAULT-VALUE}.")
  private String precision = "fp32";

  @Option(
      names = "--part-size",
      paramLabel = "N",
      defaultValue = "" + PART_SIZE,
      description =
          "Images that go through the detector together; a ResNet of its own normalises over them, unless --freeze-bn-stats is given. Default: ${DEFAULT-VALUE}.")
  private int partSize;

  @Option(
      names = "--part-workers",
      paramLabel = "N",
      description =
          "How many parts are computed side by side, each with its share of the threads. Default: one a thread, 4 at most.")
  private @Nullable Integer partWorkers;

  @Option(
      names = "--freeze-bn-stats",
      description =
          "The running means and variances of a ResNet stay, and images are normalised by them.")
  private boolean freezeStatistics;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of first weights, order, augmentation and queries. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the engine. Default: one a core.")
  private @Nullable Integer threads;

  void setThreads() {
    if (threads != null) {
      Engine.threads(threads);
    }
  }

  long seed() {
    return seed;
  }

  /** How steps are computed; refuses what is out of range. */
  DetectionOptions options() {
    return new DetectionOptions(
        new LossWeights(queryWeight, boxWeight, overlapWeight, alpha, gamma),
        new StepOptions(
            ComputeOptions.precision(precision),
            partSize,
            partWorkers == null
                ? Math.min(ComputeOptions.MOST_WORKERS, Engine.threads())
                : partWorkers,
            Activations.KEPT),
        freezeStatistics);
  }

  String description() {
    DetectionOptions options = options();
    return "%s %s parts of %d, %s statistics"
        .formatted(
            options.weights(),
            options.step().precision(),
            partSize,
            freezeStatistics ? "running" : "their own");
  }
}
