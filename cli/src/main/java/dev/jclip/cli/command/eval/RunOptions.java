package dev.jclip.cli.command.eval;

import dev.jclip.cli.option.OptionSection;
import dev.jclip.data.LabelledOptions;
import dev.jclip.eval.report.EvaluationSettings;
import dev.jclip.eval.report.EvaluationSettings.Existing;
import dev.jclip.eval.report.RunPlots;
import dev.jclip.io.UserCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** On which data, and where to. CLIP_benchmark's spellings of the options are taken too. */
@OptionSection("Evaluation run")
final class RunOptions {
  @Mixin StatisticsOptions statistics = new StatisticsOptions();

  @Option(
      names = {"--dataset", "--data"},
      paramLabel = "DATA",
      required = true,
      arity = "1..*",
      description =
          "Data sets: CLIP_benchmark's WebDataset folders, folders, CSV, TSV or JSON files, tar shards (file, folder, glob or {000..012}).")
  private List<String> datasets = new ArrayList<>();

  @Option(
      names = {"--split", "--test-split", "--test_split"},
      paramLabel = "NAME",
      description = "Part of the data set. Default: test, where it has parts, else all.")
  private @Nullable String split;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "eval-results",
      description = "Where records, examples, plots and tables go. Default: ${DEFAULT-VALUE}.")
  private Path output = Path.of("eval-results");

  @Option(
      names = {"--feature-root", "--feature_root"},
      paramLabel = "DIR",
      description =
          "Where features are kept for further tasks. Default: ~/.cache/jclip/features, or below XDG_CACHE_HOME. Nothing there is removed by itself; the folder may be deleted at any time.")
  private @Nullable Path featureRoot;

  @Option(names = "--force", description = "Evaluate again what is already done.")
  private boolean force;

  @Option(names = "--no-plots", description = "Draw no plots.")
  private boolean noPlots;

  @Option(
      names = "--image-root",
      paramLabel = "DIR",
      description = "What the paths of images in files are relative to. Default: the file.")
  private @Nullable Path imageRoot;

  @Option(
      names = "--image-column",
      paramLabel = "NAME",
      description = "Column or field with the paths of images. Default: the usual names.")
  private @Nullable String imageColumn;

  @Option(
      names = "--language",
      paramLabel = "CODE",
      defaultValue = "en",
      description = "Of class names and prompts, for the record. Default: ${DEFAULT-VALUE}.")
  private String language = "en";

  List<String> datasets() {
    return datasets;
  }

  /** The part that was asked for. */
  Optional<String> split() {
    return Optional.ofNullable(split);
  }

  /** The part that was asked for, or the usual one. */
  String splitOrUsual() {
    return split().orElse(LabelledOptions.DEFAULT_SPLIT);
  }

  /** All of these, for a task. */
  EvaluationSettings settings(String task, int batchSize, String version) {
    return EvaluationSettings.builder(task, output, featureRoot())
        .split(splitOrUsual())
        .language(language)
        .version(version)
        .batchSize(batchSize)
        .statistics(statistics.bootstrap())
        .plots(plots())
        .existing(force ? Existing.REPEAT : Existing.KEEP)
        .build();
  }

  RunPlots plots() {
    return noPlots ? RunPlots.none() : RunPlots.drawn();
  }

  Optional<Path> imageRoot() {
    return Optional.ofNullable(imageRoot);
  }

  Optional<String> imageColumn() {
    return Optional.ofNullable(imageColumn);
  }

  private Path featureRoot() {
    return featureRoot != null ? featureRoot : UserCache.folder().resolve("features");
  }
}
