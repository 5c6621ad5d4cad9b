package dev.jclip.cli.command.moderate;

import dev.jclip.Clip;
import dev.jclip.cli.input.Inputs.Input;
import dev.jclip.cli.input.StoredInputs;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.error.ImageException;
import dev.jclip.io.NearestNames;
import dev.jclip.moderation.decision.EmbeddedImage;
import dev.jclip.moderation.decision.EmbeddingReceiver;
import dev.jclip.moderation.decision.ExaminationOptions;
import dev.jclip.moderation.decision.ImageEmbedder;
import dev.jclip.moderation.decision.Judge;
import dev.jclip.moderation.policy.Category;
import dev.jclip.moderation.policy.Policy;
import dev.jclip.moderation.record.RecordLog;
import dev.jclip.moderation.score.CategoryCalibration;
import dev.jclip.moderation.score.CategoryScorer;
import dev.jclip.moderation.score.EmbeddedView;
import dev.jclip.moderation.score.PolicyScorer;
import dev.jclip.moderation.threshold.CalibrationFile;
import dev.jclip.moderation.threshold.Rate;
import dev.jclip.moderation.threshold.Solution;
import dev.jclip.moderation.threshold.ThresholdSolver;
import dev.jclip.search.source.TableColumns;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Solves thresholds from images or records, and writes them beside the policy. */
final class Solving {
  private final Clip clip;
  private final Policy policy;
  private final ExaminationOptions options;
  private final TableColumns columns;
  private final OutputOptions output;
  private final Answers answers;
  private final Judge judge;

  private int failed;

  Solving(
      Clip clip,
      Policy policy,
      ExaminationOptions options,
      TableColumns columns,
      OutputOptions output,
      Answers answers) {
    this.columns = columns;
    this.clip = clip;
    this.policy = policy;
    this.options = options;
    this.output = output;
    this.answers = answers;
    judge = new Judge(PolicyScorer.of(policy, clip, Map.of()));
  }

  /** Solves all categories and returns the exit code. */
  int solve(SolveOptions solve, Path file) {
    List<String> names = policy.categories().stream().map(Category::name).toList();
    solve.harmful().keySet().stream()
        .filter(name -> !names.contains(name))
        .forEach(
            name -> {
              throw new IllegalArgumentException(
                  "--harmful: expected a category of the policy, found '%s'; it has %s"
                      .formatted(name, NearestNames.list(name, names)));
            });
    Map<String, List<List<EmbeddedView>>> benign = benign(solve.benign(), names);
    Optional<ThresholdPlots> plots =
        solve.plots().map(folder -> new ThresholdPlots(folder, answers));
    var entries = new LinkedHashMap<String, CalibrationFile.Entry>();
    for (CategoryScorer category : judge.scorer().categories()) {
      String name = category.category().name();
      String positives = solve.harmful().get(name);
      List<List<EmbeddedView>> harmful = positives == null ? List.of() : images(positives);
      if (!category.category().concepts().isEmpty()
          && (solve.target().maxFalsePositiveRate().isPresent() || !harmful.isEmpty())) {
        double[] others = excesses(category, benign.getOrDefault(name, List.of()));
        double[] its = excesses(category, harmful);
        Solution solution = ThresholdSolver.solve(others, its, solve.target());
        plots.ifPresent(folder -> folder.draw(name, others, its, solution));
        entries.put(
            name,
            CalibrationFile.entry(category.category(), solution.excess(), judge.scorer().scale()));
        give(name, solution);
      }
    }
    new CalibrationFile(clip.spaceFingerprint(), options.tiling().scales(), entries).write(file);
    answers.note("%s: thresholds of %d categories".formatted(file, entries.size()));
    return failed > 0 ? ExitCode.SKIPPED_SOME : ExitCode.DONE;
  }

  /** The benign images of each category: those that are named for it, and those named for all. */
  private Map<String, List<List<EmbeddedView>>> benign(List<String> arguments, List<String> names) {
    var benign = new LinkedHashMap<String, List<List<EmbeddedView>>>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String category = equals < 0 ? "" : argument.substring(0, equals);
      boolean ofOne = names.contains(category);
      List<List<EmbeddedView>> found = images(ofOne ? argument.substring(equals + 1) : argument);
      for (String name : ofOne ? List.of(category) : names) {
        benign.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(found);
      }
    }
    return benign;
  }

  /** The highest evidence of each image's parts. */
  private double[] excesses(CategoryScorer category, List<List<EmbeddedView>> images) {
    return images.stream()
        .mapToDouble(views -> category.excess(views, CategoryCalibration.WEIGHT_WITH_EXAMPLES))
        .toArray();
  }

  /** The images of a record, or of files, each as its parts. */
  private List<List<EmbeddedView>> images(String argument) {
    var images = new ArrayList<List<EmbeddedView>>();
    if (argument.endsWith(".jsonl") && Files.isRegularFile(Path.of(argument))) {
      new RecordLog(Path.of(argument))
          .forEach(
              record -> images.add(judge.views(record.embedded())),
              line -> {
                failed++;
                answers.warn(line);
              });
      return images;
    }
    try (StoredInputs inputs =
            StoredInputs.expand(List.of(argument), InputStream.nullInputStream(), columns);
        Progress progress = output.progress("embed", inputs.count())) {
      new ImageEmbedder(clip, options)
          .embed(
              inputs,
              input -> clip.decode(input.content(), input.name()),
              new EmbeddingReceiver<Input>() {
                @Override
                public void embedded(Input input, EmbeddedImage image) {
                  images.add(judge.views(image));
                  progress.advance(1);
                }

                @Override
                public void failed(Input input, ImageException reason) {
                  failed++;
                  answers.skip("input", input.name(), String.valueOf(reason.getMessage()));
                  progress.advance(1);
                }
              });
    }
    return images;
  }

  private void give(String name, Solution solution) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("category", name);
    fields.put("excess", solution.excess());
    var row = new StringBuilder(name);
    solution
        .falsePositives()
        .ifPresent(
            rate -> {
              fields.put("falsePositives", rate);
              row.append(": false positives ").append(text(rate));
            });
    solution
        .recall()
        .ifPresent(
            rate -> {
              fields.put("recall", rate);
              row.append(": recall ").append(text(rate));
            });
    solution
        .shortfall()
        .ifPresent(
            reason -> {
              fields.put("shortfall", reason);
              row.append("; ").append(reason);
            });
    solution
        .moreImages()
        .ifPresent(
            more -> {
              fields.put("moreImages", more);
              row.append("; %d more images would show that the target is met".formatted(more));
            });
    answers.give(fields, row.toString());
  }

  private static String text(Rate rate) {
    return String.format(
        Locale.ROOT,
        "%.2f %% of %d, expect %.2f to %.2f %% of as many others",
        100 * rate.share(),
        rate.images(),
        100 * rate.low(),
        100 * rate.high());
  }
}
