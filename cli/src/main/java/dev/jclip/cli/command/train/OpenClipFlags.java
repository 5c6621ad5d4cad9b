package dev.jclip.cli.command.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options of open_clip's training that jclip has no use for. They are known, so that a command that
 * was written for open_clip is either taken, with a sentence about what has no effect, or refused
 * with one about what replaces it.
 */
final class OpenClipFlags {
  private static final Pattern NOTHING = Pattern.compile("(?!)");
  private static final String ONE_PROCESS =
      "has no effect: jclip trains in one process, on all cores";
  private static final String NOT_DISTRIBUTED =
      "jclip trains in one process, on all cores; leave it out, and for batches as large as several processes have, use --accum-freq";
  private static final String NO_SYNC =
      "jclip copies nothing to other places; leave it out, and let another program, such as rclone or aws s3 sync, copy the run's folder, in which files appear complete";
  private static final String NO_DISTILLING =
      "jclip does not train on another model's outputs; leave it out, or begin with that model's weights by --pretrained";
  private static final String NO_IMAGENET =
      "while it trains, jclip evaluates on --val-data, with classes from --zeroshot-label; leave it out, and evaluate on a folder of classes afterwards by jclip eval zero-shot --model LOGS/NAME/model --dataset DIR";

  private static final List<Flag> FLAGS =
      List.of(
          option("--dataset-type", "auto|webdataset|csv", "")
              .elseRefused(
                  "expected auto, webdataset or csv; what --train-data holds is recognised by itself, and pairs that are made for a trial are written by jclip scenes"),
          flag("--dataset-resampled")
              .taken(
                  "has no effect: each pass has every pair once, in an order of its own; --train-data-upsampling-factors and --train-num-samples work without it"),
          option("--val-num-samples", ".*", "has no effect: the pairs of --val-data are counted"),
          option("--imagenet-val").elseRefused(NO_IMAGENET),
          option("--imagenet-v2").elseRefused(NO_IMAGENET),
          option("--cache-dir")
              .elseRefused(
                  "models from the hub lie in the folder that the environment variable HF_HUB_CACHE names; leave it out and set that"),
          flag("--log-local").taken(ONE_PROCESS),
          option("--momentum")
              .elseRefused("AdamW has no momentum beside --beta1; leave it out, or set that"),
          option("--opt", "adamw", "")
              .elseRefused("expected adamw, the only optimizer that jclip has"),
          flag("--use-bn-sync").taken(ONE_PROCESS),
          flag("--save-most-recent")
              .taken(
                  "has no effect: the last checkpoint is always there, and --resume latest finds it"),
          flag("--pretrained-image")
              .elseRefused(
                  "jclip has no ImageNet weights for image towers; leave it out, or begin with a whole model by --pretrained"),
          flag("--local-loss").taken(ONE_PROCESS),
          flag("--gather-with-grad").taken(ONE_PROCESS),
          flag("--force-custom-text")
              .taken(
                  "has no effect: it changes names of tensors in PyTorch, and jclip writes the names that transformers and open_clip open"),
          flag("--torchscript").taken("has no effect: jclip's towers are compiled already"),
          flag("--torchcompile").taken("has no effect: jclip's towers are compiled already"),
          flag("--trace")
              .elseRefused("a traced model cannot be trained, in open_clip neither; leave it out"),
          option("--device", "cpu", "")
              .elseRefused("expected cpu, on which jclip trains; leave it out"),
          option("--dist-url").elseRefused(NOT_DISTRIBUTED),
          option("--dist-backend").elseRefused(NOT_DISTRIBUTED),
          flag("--horovod").elseRefused(NOT_DISTRIBUTED),
          flag("--ddp-static-graph").taken(ONE_PROCESS),
          flag("--no-set-device-rank").taken(ONE_PROCESS),
          option("--loss-dist-impl", ".*", ONE_PROCESS),
          option(
                  "--report-to",
                  "|none|tensorboard|all",
                  "has no effect: the run's folder always has TensorBoard's files and log.jsonl")
              .elseRefused(
                  "expected tensorboard; jclip sends nothing to other services: wandb reads the TensorBoard files of the run's folder by wandb sync LOGS/NAME"),
          option(
              "--wandb-notes", ".*", "has no effect without wandb, to which jclip sends nothing"),
          option(
              "--wandb-project-name",
              ".*",
              "has no effect without wandb, to which jclip sends nothing"),
          flag("--debug")
              .taken(
                  "has no effect: log.jsonl in the run's folder has every step with all figures"),
          flag("--copy-codebase")
              .taken("has no effect: settings.json in the run's folder names the version of jclip"),
          flag("--lock-text-freeze-layer-norm")
              .taken("has no effect: --lock-text keeps LayerNorms as they are, like all weights"),
          option("--remote-sync").elseRefused(NO_SYNC),
          option("--remote-sync-frequency").elseRefused(NO_SYNC),
          option("--remote-sync-protocol").elseRefused(NO_SYNC),
          option("--distill-model").elseRefused(NO_DISTILLING),
          option("--distill-pretrained").elseRefused(NO_DISTILLING),
          option("--use-bnb-linear")
              .elseRefused(
                  "jclip trains linear layers in float32 or bfloat16; leave it out, and see --precision"));

  /**
   * One of them.
   *
   * @param arity of picocli's: how many values it has
   * @param accepted which values are taken
   * @param effect what is said where one is taken; nothing where it means what jclip does
   * @param refusal what is said where it is not
   */
  private record Flag(String name, String arity, Pattern accepted, String effect, String refusal) {
    Flag taken(String sentence) {
      return new Flag(name, arity, Pattern.compile(".*"), sentence, refusal);
    }

    Flag elseRefused(String sentence) {
      return new Flag(name, arity, accepted, effect, sentence);
    }

    OptionSpec spec() {
      return OptionSpec.builder(name)
          .arity(arity)
          .type(arity.equals("0") ? boolean.class : String.class)
          .hidden(true)
          .build();
    }
  }

  private static Flag flag(String name) {
    return new Flag(name, "0", NOTHING, "", "");
  }

  private static Flag option(String name) {
    return new Flag(name, "1", NOTHING, "", "");
  }

  private static Flag option(String name, String accepted, String effect) {
    return new Flag(name, "1", Pattern.compile(accepted), effect, "");
  }

  private OpenClipFlags() {}

  /** Makes them known to a command; its help does not list them. */
  static void addTo(CommandSpec command) {
    FLAGS.forEach(flag -> command.addOption(flag.spec()));
  }

  /**
   * Looks whether any of them is given.
   *
   * @param said hears what has no effect
   * @throws ParameterException if one is not taken
   */
  static void check(ParseResult parsed, Consumer<String> said) {
    var sentences = new ArrayList<String>();
    for (Flag flag : FLAGS) {
      if (!parsed.hasMatchedOption(flag.name)) {
        continue;
      }
      String value = String.join(",", parsed.matchedOption(flag.name).originalStringValues());
      if (!flag.accepted.matcher(value).matches()) {
        throw new ParameterException(
            parsed.commandSpec().commandLine(),
            "%s: %s%s"
                .formatted(
                    flag.name, flag.refusal, flag.arity.equals("0") ? "" : "; found " + value));
      }
      if (!flag.effect.isEmpty()) {
        sentences.add(flag.name + " " + flag.effect);
      }
    }
    sentences.forEach(said);
  }
}
