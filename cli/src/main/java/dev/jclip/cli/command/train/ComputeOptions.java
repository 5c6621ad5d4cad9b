package dev.jclip.cli.command.train;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.tensor.start.Engine;
import dev.jclip.train.contrastive.HardNegatives;
import dev.jclip.train.contrastive.PatchDropout;
import dev.jclip.train.contrastive.RelationSwap;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.loss.SampledSoftmaxLoss;
import dev.jclip.train.loss.SigLipLoss;
import dev.jclip.train.model.Precision;
import dev.jclip.train.model.TowerLock;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.step.StepOptions.Activations;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a step computes, and how. */
@OptionSection("Computing")
final class ComputeOptions {
  static final int MOST_WORKERS = 4;

  @Option(names = "--siglip", description = "The sigmoid loss with a bias, instead of InfoNCE.")
  private boolean sigLip;

  @Option(
      names = "--sampled-softmax",
      negatable = true,
      description =
          "For captions that repeat: equal ones of a batch count once, and each by how rarely it comes, so that what is learned is how likely a caption is.")
  private boolean sampledSoftmax;

  @Option(
      names = "--relation-negatives",
      negatable = true,
      description =
          "Contrast images also with captions whose sides of a relation are exchanged, or whose place is: of \"a cup on a book\", \"a book on a cup\"; of \"a cup on the left\", \"a cup on the right\".")
  private boolean relationNegatives;

  @Option(
      names = "--precision",
      paramLabel = "fp32|bf16",
      defaultValue = "bf16",
      description =
          "What the towers compute in: fp32, or bf16 with float32 weights, which open_clip's amp, amp_bf16 and amp_bfloat16 mean too. Default: ${DEFAULT-VALUE}.")
  private String precision = "bf16";

  @Option(
      names = "--grad-checkpointing",
      negatable = true,
      description = "Compute activations twice instead of keeping them.")
  private boolean recompute;

  @Option(
      names = {"--patch-dropout", "--force-patch-dropout"},
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Share of the patches left out. Default: ${DEFAULT-VALUE}.")
  private double patchDropout;

  @Option(
      names = "--part-size",
      paramLabel = "N",
      description =
          "Pairs that go through a tower together; changes speed and memory, not what is learned, but in ResNets, which normalise over a part. Default: 32, of ResNets the batch.")
  private @Nullable Integer partSize;

  @Option(
      names = "--part-workers",
      paramLabel = "N",
      description =
          "How many parts are computed side by side, each with its share of the threads; each worker's gradients take a model's memory. Default: one a thread, 4 at most.")
  private @Nullable Integer partWorkers;

  @Option(names = "--lock-image", description = "The image tower stays as it is.")
  private boolean lockImage;

  @Option(
      names = "--lock-image-unlocked-groups",
      paramLabel = "N",
      defaultValue = "0",
      description = "But for its last N groups: the projection, the last block, and so on.")
  private int unlockedImageGroups;

  @Option(
      names = "--lock-image-freeze-bn-stats",
      description = "A locked ResNet's running means and variances stay too.")
  private boolean freezeStatistics;

  @Option(names = "--lock-text", description = "The text tower stays as it is.")
  private boolean lockText;

  @Option(
      names = {"--lock-text-unlocked-layers", "--lock-text-unlocked-groups"},
      paramLabel = "N",
      defaultValue = "0",
      description = "But for its last N groups.")
  private int unlockedTextGroups;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of first weights, order and augmentation. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the engine. Default: one a core.")
  private @Nullable Integer threads;

  /** Refuses what is no precision and no loss before any work is done. */
  void check() {
    precision();
    loss();
  }

  void setThreads() {
    if (threads != null) {
      Engine.threads(threads);
    }
  }

  long seed() {
    return seed;
  }

  boolean learnsBias() {
    return sigLip;
  }

  ContrastiveLoss loss() {
    if (sigLip && sampledSoftmax) {
      throw new IllegalArgumentException(
          "--sampled-softmax: expected without --siglip, whose loss knows no other captions");
    }
    if (sigLip) {
      return new SigLipLoss();
    }
    return sampledSoftmax ? new SampledSoftmaxLoss() : new ClipLoss();
  }

  HardNegatives negatives() {
    return relationNegatives ? new RelationSwap() : HardNegatives.NONE;
  }

  TowerLock lock() {
    return new TowerLock(
        lockImage ? OptionalInt.of(unlockedImageGroups) : OptionalInt.empty(),
        lockText ? OptionalInt.of(unlockedTextGroups) : OptionalInt.empty(),
        freezeStatistics);
  }

  /**
   * How steps are computed.
   *
   * @param mixesPictures whether images that are computed together change one another's features
   */
  StepOptions step(OptimizationOptions optimization, boolean mixesPictures) {
    boolean twice = recompute || optimization.accumulates();
    return new StepOptions(
        precision(),
        partSize(optimization.batchSize(), mixesPictures),
        partWorkers == null ? Math.min(MOST_WORKERS, Engine.threads()) : partWorkers,
        twice ? Activations.RECOMPUTED : Activations.KEPT);
  }

  PatchDropout dropout() {
    return new PatchDropout(patchDropout, seed);
  }

  private int partSize(int batchSize, boolean mixesPictures) {
    int usual = mixesPictures ? batchSize : StepOptions.DEFAULT_PART_SIZE;
    return Math.min(partSize == null ? usual : partSize, batchSize);
  }

  private Precision precision() {
    return precision(precision);
  }

  /** What the value of {@code --precision} says. */
  static Precision precision(String precision) {
    return switch (precision) {
      case "fp32", "f32" -> Precision.F32;
      case "bf16", "amp_bf16", "amp_bfloat16", "amp" -> Precision.BF16;
      case "fp16", "pure_fp16", "pure_bf16" ->
          throw new IllegalArgumentException(
              "--precision: expected fp32 or bf16, found %s; weights stay float32 here, and bf16 computes the towers in bfloat16"
                  .formatted(precision));
      default ->
          throw new IllegalArgumentException(
              "--precision: expected fp32 or bf16, found " + precision);
    };
  }

  String description() {
    return "%s %s patch-dropout %s relation-negatives %s %s"
        .formatted(
            loss().getClass().getSimpleName(),
            precision(),
            patchDropout,
            relationNegatives,
            lock());
  }
}
