package dev.jclip.cli.command.moderate;

import dev.jclip.moderation.threshold.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What thresholds are solved from. */
final class SolveOptions {
  private static final double DEFAULT_RATE = 0.01;

  @Option(
      names = "--benign",
      paramLabel = "[CATEGORY=]PATH",
      description =
          "Solve thresholds instead of judging: images that do not belong to a category, or to any of them: files, folders, shards, or a record that --record wrote (.jsonl); may be repeated.")
  private List<String> benign = new ArrayList<>();

  @Option(
      names = "--harmful",
      paramLabel = "CATEGORY=PATH",
      description = "Images that belong to a category, for its recall, in the same forms.")
  private Map<String, String> harmful = new LinkedHashMap<>();

  @Option(
      names = "--max-false-positives",
      paramLabel = "SHARE",
      description = "The share of benign images that each category may take. Default: 0.01.")
  private @Nullable Double maxFalsePositives;

  @Option(
      names = "--min-recall",
      paramLabel = "SHARE",
      description = "The share of a category's images that must be found.")
  private @Nullable Double minRecall;

  @Option(
      names = "--plots",
      paramLabel = "FOLDER",
      description =
          "Draw the ROC curve and precision over recall of each category that has benign and harmful images, PNG.")
  private @Nullable Path plots;

  Optional<Path> plots() {
    return Optional.ofNullable(plots);
  }

  List<String> benign() {
    return benign;
  }

  Map<String, String> harmful() {
    return harmful;
  }

  Target target() {
    if (maxFalsePositives == null && minRecall == null) {
      return Target.falsePositives(DEFAULT_RATE);
    }
    return new Target(optional(maxFalsePositives), optional(minRecall));
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
