package dev.jclip.cli.command.eval;

import dev.jclip.Clip;
import dev.jclip.cli.option.ModelOptions;
import dev.jclip.cli.option.OutputOptions;
import dev.jclip.cli.output.Answers;
import dev.jclip.cli.output.Version;
import dev.jclip.cli.terminal.ExitCode;
import dev.jclip.cli.terminal.Progress;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.FeatureListener;
import dev.jclip.eval.feature.FeatureModel;
import dev.jclip.eval.report.EvaluatedModel;
import dev.jclip.eval.report.EvaluationListener;
import dev.jclip.eval.report.EvaluationRuns;
import dev.jclip.eval.report.RunRecord;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs the evaluations of a command, and prints their results, progress and warnings. Not
 * thread-safe.
 */
final class Runs implements EvaluationListener {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  private final ModelOptions models;
  private final OutputOptions output;
  private final RunOptions options;
  private final Answers answers;
  private final CommandSpec command;
  private int truncated;

  Runs(CommandSpec command, ModelOptions models, OutputOptions output, RunOptions options) {
    this.command = command;
    this.models = models;
    this.output = output;
    this.options = options;
    answers = new Answers(command, output);
  }

  /**
   * Evaluates each model on each data set, and writes the records and tables.
   *
   * @param task the task's name in the records
   * @param opener opens a data set by its location
   * @return the exit code of the command, one of {@link ExitCode}
   */
  int run(String task, EvaluationRuns.DataSets opener) {
    return run(task, models.names(), this::open, opener);
  }

  /**
   * Evaluates each of some models on each data set, and writes the records and tables.
   *
   * @param names of the models
   * @param loader opens a model by its name
   * @return the exit code of the command, one of {@link ExitCode}
   */
  int run(
      String task,
      List<String> names,
      EvaluationRuns.Models loader,
      EvaluationRuns.DataSets opener) {
    var settings = options.settings(task, models.batchSize(), Version.NAME);
    EvaluationRuns.Outcome outcome =
        new EvaluationRuns(settings, this).run(names, loader, options.datasets(), opener);
    return outcome.skippedExamples() && outcome.failed() == 0
        ? ExitCode.SKIPPED_SOME
        : ExitCode.of(outcome.done() + outcome.failed(), outcome.failed());
  }

  /** Loads a model; texts that it cuts are counted for the next warning. */
  Clip load(String model) {
    return models.load(model, output, _ -> truncated++);
  }

  private EvaluatedModel open(String model) {
    truncated = 0;
    Clip clip = load(model);
    return EvaluatedModel.of(clip.config(), clip, clip::close);
  }

  /** Computes features by another model than the ones that are evaluated. */
  FeatureExtractor extractor(Clip clip) {
    return new FeatureExtractor(
        FeatureModel.of(clip), options.featureRoot(), models.batchSize(), features());
  }

  @Override
  public FeatureListener features() {
    return new Listener();
  }

  @Override
  public void finished(String model) {
    if (truncated > 0 && output.warns()) {
      LOG.warn("{} texts were longer than the context length of {} and were cut", truncated, model);
    }
    truncated = 0;
  }

  @Override
  public void failed(String what, RuntimeException reason) {
    command.commandLine().getErr().println("jclip: " + what + ": " + reason.getMessage());
  }

  @Override
  public void doneAlready(Path file) {
    if (output.warns()) {
      LOG.info("{}: this evaluation was done before; --force repeats it", file);
    }
  }

  @Override
  public void evaluated(RunRecord record, Path file) {
    var shown = new ShownRecord(record, file);
    answers.give(shown.fields(), shown.table());
    warn(record);
  }

  private void warn(RunRecord record) {
    int skipped = record.jclip().get("skipped") instanceof List<?> list ? list.size() : 0;
    if (!output.warns()) {
      return;
    }
    if (skipped > 0) {
      LOG.warn("{} entries were skipped; the record says why", skipped);
    }
    warn(record, "classesWithoutPictures", "class names without images in the data set");
    warn(
        record,
        "classesNeverTrainedOn",
        "classes without training images, which the probe never predicts");
  }

  private static void warn(RunRecord record, String field, String what) {
    if (record.jclip().get(field) instanceof List<?> names && !names.isEmpty()) {
      LOG.warn(
          "{} {}: {}{}",
          names.size(),
          what,
          String.join(", ", names.stream().limit(5).map(String::valueOf).toList()),
          names.size() > 5 ? ", ..." : "");
    }
  }

  /** Shows a progress bar each time features of images or texts are computed. */
  private final class Listener implements FeatureListener {
    private @Nullable Progress bar;

    @Override
    public void begins(String what, int count) {
      bar = output.progress(what, count);
    }

    @Override
    public void advanced(int count) {
      if (bar != null) {
        bar.advance(count);
      }
    }

    @Override
    public void ends() {
      if (bar != null) {
        bar.close();
      }
    }

    @Override
    public void reused(String what, int count) {
      LOG.debug("features of {} {} are from the cache", count, what);
    }
  }
}
