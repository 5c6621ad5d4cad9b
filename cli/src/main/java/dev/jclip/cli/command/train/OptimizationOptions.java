package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.ResNetConfig;
import dev.jclip.train.optimizer.OptimizerOptions;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.schedule.RunLength.Unit;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How weights are changed, and for how long. */
@OptionSection("Optimisation")
final class OptimizationOptions {
  private static final long LONGEST_WARMUP = 10_000;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "Pairs of a batch. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--accum-freq",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Batches contrasted together in one step, with the gradients of one large batch. Default: ${DEFAULT-VALUE}.")
  private int accumFreq;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "32",
      description = "How often the data is seen. Default: ${DEFAULT-VALUE}.")
  private double epochs;

  @Option(names = "--steps", paramLabel = "N", description = "Steps to take, instead of --epochs.")
  private @Nullable Long steps;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      defaultValue = "5e-4",
      description = "The highest learning rate. Default: ${DEFAULT-VALUE}.")
  private double learningRate;

  @Option(names = "--beta1", paramLabel = "X", description = "Default: 0.9.")
  private @Nullable Double beta1;

  @Option(names = "--beta2", paramLabel = "X", description = "Default: 0.98, of ResNets 0.999.")
  private @Nullable Double beta2;

  @Option(names = "--eps", paramLabel = "X", description = "Default: 1e-6, of ResNets 1e-8.")
  private @Nullable Double epsilon;

  @Option(
      names = "--wd",
      paramLabel = "X",
      defaultValue = "0.2",
      description = "Weight decay of matrices. Default: ${DEFAULT-VALUE}.")
  private double weightDecay;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description =
          "Steps in which the learning rate rises. Default: 10000, but not more than a tenth of all steps.")
  private @Nullable Long warmup;

  @Option(
      names = "--lr-scheduler",
      paramLabel = "cosine|const|const-cooldown",
      defaultValue = "cosine",
      description = "How the learning rate falls. Default: ${DEFAULT-VALUE}.")
  private String scheduler = "cosine";

  @Option(
      names = "--skip-scheduler",
      negatable = true,
      description = "The learning rate stays at --lr from the first step to the last.")
  private boolean skipScheduler;

  @Option(
      names = "--epochs-cooldown",
      paramLabel = "N",
      defaultValue = "1",
      description = "Epochs at the end in which const-cooldown falls. Default: ${DEFAULT-VALUE}.")
  private double epochsCooldown;

  @Option(
      names = "--lr-cooldown-end",
      paramLabel = "RATE",
      defaultValue = "0",
      description = "The learning rate to which const-cooldown falls. Default: ${DEFAULT-VALUE}.")
  private double cooldownEnd;

  @Option(
      names = "--lr-cooldown-power",
      paramLabel = "X",
      defaultValue = "1",
      description = "Of const-cooldown's fall; 1 is a straight line. Default: ${DEFAULT-VALUE}.")
  private double cooldownPower;

  @Option(
      names = "--grad-clip-norm",
      paramLabel = "NORM",
      description = "Norm to which longer gradients are shortened. Default: they are not.")
  private @Nullable Double gradClipNorm;

  @Option(
      names = "--ema-decay",
      paramLabel = "X",
      description =
          "Keep an average of the weights, such as 0.999, which becomes the model. Default: none.")
  private @Nullable Double emaDecay;

  /** Pairs that are contrasted with one another. */
  int wholeBatch() {
    requirePositive("--batch-size", batchSize);
    requirePositive("--accum-freq", accumFreq);
    return Math.multiplyExact(batchSize, accumFreq);
  }

  int batchSize() {
    return batchSize;
  }

  boolean accumulates() {
    return accumFreq > 1;
  }

  /** How long the run is over data of so many pairs an epoch. */
  RunLength length(long pairsPerEpoch) {
    if (steps != null) {
      requirePositive("--steps", steps);
      return new RunLength(steps, pairsPerEpoch, wholeBatch(), Unit.STEPS);
    }
    long stepsPerEpoch = pairsPerEpoch / wholeBatch();
    long total = Math.round(epochs * stepsPerEpoch);
    requirePositive("--epochs", total);
    return new RunLength(total, pairsPerEpoch, wholeBatch(), Unit.EPOCHS);
  }

  LearningRateSchedule schedule(RunLength length) {
    if (skipScheduler) {
      return new LearningRateSchedule.Constant(learningRate, 0);
    }
    long total = length.steps();
    long rising = warmup != null ? warmup : Math.min(LONGEST_WARMUP, total / 10);
    long cooldown = Math.round(epochsCooldown * length.stepsPerEpoch());
    return switch (scheduler) {
      case "cosine" -> new LearningRateSchedule.Cosine(learningRate, rising, total);
      case "const" -> new LearningRateSchedule.Constant(learningRate, rising);
      case "const-cooldown" ->
          new LearningRateSchedule.ConstantWithCooldown(
              learningRate, rising, total, cooldown, cooldownPower, cooldownEnd);
      default ->
          throw new IllegalArgumentException(
              "--lr-scheduler: expected cosine, const or const-cooldown, found " + scheduler);
    };
  }

  /** Where the length of the warm-up comes from. */
  String warmupReason() {
    if (skipScheduler) {
      return "--skip-scheduler";
    }
    return warmup != null
        ? "--warmup"
        : "the smaller of %,d and a tenth of all; --warmup sets another".formatted(LONGEST_WARMUP);
  }

  OptimizerOptions optimizer(ClipConfig config) {
    OptimizerOptions usual =
        config.vision() instanceof ResNetConfig ? OptimizerOptions.RESNET : OptimizerOptions.VIT;
    return new OptimizerOptions(
        beta1 != null ? beta1 : usual.beta1(),
        beta2 != null ? beta2 : usual.beta2(),
        epsilon != null ? epsilon : usual.epsilon(),
        weightDecay,
        optional(gradClipNorm));
  }

  OptionalDouble emaDecay() {
    return optional(emaDecay);
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static void requirePositive(String option, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: expected 1 or more, found %d".formatted(option, value));
    }
  }
}
