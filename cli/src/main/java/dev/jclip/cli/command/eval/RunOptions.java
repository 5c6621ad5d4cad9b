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

/**
 * Options of all evaluations: which data sets to read, and where to write the results. The names
 * that CLIP_benchmark gives to these options are accepted too.
 */
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
      description =
          "Split or part of the data set. Default: test, or all data if there are no splits.")
  private @Nullable String split;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "eval-results",
      description =
          "Folder to write records, examples, plots and tables to. Default: ${DEFAULT-VALUE}.")
  private Path output = Path.of("eval-results");

  @Option(
      names = {"--feature-root", "--feature_root"},
      paramLabel = "DIR",
      description =
          "Folder in which features are kept, so that later tasks need not compute them. Default: ~/.cache/jclip/features, or below XDG_CACHE_HOME. jclip deletes nothing there; you may delete the folder at any time.")
  private @Nullable Path featureRoot;

  @Option(names = "--force", description = "Evaluate again what is already done.")
  private boolean force;

  @Option(names = "--no-plots", description = "Draw no plots.")
  private boolean noPlots;

  @Option(
      names = "--image-root",
      paramLabel = "DIR",
      description =
          "Folder that the paths of images in tables and JSON files are relative to. Default: the folder of the file.")
  private @Nullable Path imageRoot;

  @Option(
      names = "--image-column",
      paramLabel = "NAME",
      description =
          "Table column or JSON field that holds the images or their paths. Default: the usual names.")
  private @Nullable String imageColumn;

  @Option(
      names = "--language",
      paramLabel = "CODE",
      defaultValue = "en",
      description =
          "Language of the class names and prompts; it is only written to the record. Default: ${DEFAULT-VALUE}.")
  private String language = "en";

  List<String> datasets() {
    return datasets;
  }

  /** Returns the split or part that was asked for. */
  Optional<String> split() {
    return Optional.ofNullable(split);
  }

  /** Returns the split or part that was asked for, or the default one. */
  String splitOrUsual() {
    return split().orElse(LabelledOptions.DEFAULT_SPLIT);
  }

  /** Returns the settings of a task with all of these options. */
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

  /** Returns the folder in which features are kept. */
  Path featureRoot() {
    return featureRoot != null ? featureRoot : UserCache.folder().resolve("features");
  }
}
