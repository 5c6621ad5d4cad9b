package dev.jclip.cli.command.eval;

import dev.jclip.Clip;
import dev.jclip.cli.Answers;
import dev.jclip.cli.ExitCode;
import dev.jclip.cli.Main;
import dev.jclip.cli.ModelOptions;
import dev.jclip.cli.OutputOptions;
import dev.jclip.cli.Progress;
import dev.jclip.config.Architectures;
import dev.jclip.error.ClipException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.FeatureListener;
import dev.jclip.eval.feature.FeatureModel;
import dev.jclip.eval.report.ResultTable;
import dev.jclip.eval.report.RunIdentity;
import dev.jclip.eval.report.RunRecord;
import dev.jclip.eval.report.RunWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All models on all data sets. What is done already is left; what fails does not end the others.
 * For one thread.
 */
final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  private final ModelOptions models;
  private final OutputOptions output;
  private final RunOptions options;
  private final Answers answers;
  private final CommandSpec command;
  private final Architectures architectures = Architectures.load();
  private int done;
  private int failed;
  private int truncated;
  private boolean skippedPictures;

  Runs(CommandSpec command, ModelOptions models, OutputOptions output, RunOptions options) {
    this.command = command;
    this.models = models;
    this.output = output;
    this.options = options;
    answers = new Answers(command, output);
  }

  /** One kind of evaluation of a data set. */
  interface Evaluation {
    /** What else decides the result, by name. */
    Map<String, String> asked();

    /** Identifies all pictures, labels and captions. */
    String fingerprint(FeatureExtractor extractor);

    /** Evaluates and writes the record. */
    RunRecord run(FeatureExtractor extractor, RunWriter writer);
  }

  /** Opens a data set for an evaluation. */
  interface Opener {
    List<? extends Evaluation> open(String dataset);
  }

  /** Runs everything and writes the tables; gives the exit code. */
  int run(String task, Opener opener) {
    makeOutput();
    for (String model : models.names()) {
      attempt(
          model,
          () -> {
            truncated = 0;
            try (Clip clip = models.load(model, output, _ -> truncated++)) {
              for (String dataset : options.datasets()) {
                attempt(
                    model + " on " + dataset, () -> evaluate(task, model, clip, dataset, opener));
              }
            }
            if (truncated > 0 && output.warns()) {
              LOG.warn(
                  "{} texts were longer than the context of {} and were cut", truncated, model);
            }
          });
    }
    if (done > 0) {
      ResultTable table = ResultTable.read(List.of(options.output()));
      table.writeCsv(options.output().resolve("results.csv"));
      table.writeMarkdown(options.output().resolve("results.md"));
      table.plotFewShot(options.output(), options.plots());
    }
    return skippedPictures && failed == 0
        ? ExitCode.SKIPPED_SOME
        : ExitCode.of(done + failed, failed);
  }

  private void makeOutput() {
    try {
      Files.createDirectories(options.output());
    } catch (IOException e) {
      throw new ClipException(
          "--output %s: the folder cannot be made: %s".formatted(options.output(), e), e);
    }
  }

  /** Where there is one run only, its failure is the command's. */
  private void attempt(String what, Runnable run) {
    if (models.names().size() * options.datasets().size() == 1) {
      run.run();
      return;
    }
    try {
      run.run();
    } catch (ClipException | IllegalArgumentException e) {
      failed++;
      command.commandLine().getErr().println("jclip: " + what + ": " + e.getMessage());
    }
  }

  private void evaluate(String task, String model, Clip clip, String dataset, Opener opener) {
    List<? extends Evaluation> evaluations = opener.open(dataset);
    var extractor =
        new FeatureExtractor(
            FeatureModel.of(clip), options.featureRoot(), models.batchSize(), new Listener());
    for (Evaluation evaluation : evaluations) {
      RunIdentity identity = identity(model, clip, dataset, evaluation, extractor);
      Path file = file(task, identity, evaluation);
      RunRecord record = existing(file, identity);
      if (record == null) {
        record = evaluation.run(extractor, new RunWriter(file, identity));
      } else if (output.warns()) {
        LOG.info("{}: done already; --force evaluates it again", file);
      }
      done++;
      show(record, file);
    }
  }

  private RunIdentity identity(
      String model, Clip clip, String dataset, Evaluation evaluation, FeatureExtractor extractor) {
    var asked = new TreeMap<>(options.statistics.asked());
    asked.put("dataset", dataset);
    asked.put("split", options.splitOrUsual());
    asked.putAll(evaluation.asked());
    String architecture =
        architectures.all().entrySet().stream()
            .filter(known -> known.getValue().equals(clip.config()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("custom");
    return new RunIdentity(
        DatasetName.of(dataset),
        architecture,
        model,
        options.language(),
        Main.VERSION,
        clip.fingerprint(),
        evaluation.fingerprint(extractor),
        asked);
  }

  private Path file(String task, RunIdentity identity, Evaluation evaluation) {
    var name = new StringBuilder(identity.dataset());
    name.append('_').append(DatasetName.of(identity.pretrained())).append('_').append(task);
    String shots = evaluation.asked().get("fewshot-k");
    if (shots != null) {
      name.append("_k").append(shots);
    }
    name.append('_').append(identity.id(), 0, 8);
    return options.output().resolve(DatasetName.slug(name.toString()) + ".json");
  }

  private @Nullable RunRecord existing(Path file, RunIdentity identity) {
    if (options.force() || !Files.exists(file)) {
      return null;
    }
    RunRecord record = RunRecord.read(file);
    return identity.isOf(record) ? record : null;
  }

  private void show(RunRecord record, Path file) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("dataset", record.dataset());
    fields.put("model", record.model());
    fields.put("pretrained", record.pretrained());
    fields.put("task", record.task());
    fields.put("metrics", record.metrics());
    fields.put("intervals", record.jclip().get("intervals"));
    fields.put("record", file.toString());
    answers.give(fields, table(record, file));
    warn(record);
  }

  private static String table(RunRecord record, Path file) {
    var rows = new StringBuilder();
    rows.append(record.dataset()).append("  ").append(record.fullName());
    record
        .metrics()
        .forEach((name, value) -> rows.append(row(name, value, record.jclip().get("intervals"))));
    return rows.append("\n  ").append(file).toString();
  }

  private static String row(String name, double value, @Nullable Object intervals) {
    if (intervals instanceof Map<?, ?> all
        && all.get(name) instanceof Map<?, ?> interval
        && interval.get("low") instanceof Number low
        && interval.get("high") instanceof Number high) {
      return String.format(
          Locale.ROOT,
          "%n  %-28s %6.2f %%  (%.2f to %.2f)",
          name,
          100 * value,
          100 * low.doubleValue(),
          100 * high.doubleValue());
    }
    return String.format(Locale.ROOT, "%n  %-28s %s", name, value);
  }

  private void warn(RunRecord record) {
    int skipped = record.jclip().get("skipped") instanceof List<?> list ? list.size() : 0;
    skippedPictures |= skipped > 0;
    if (!output.warns()) {
      return;
    }
    if (skipped > 0) {
      LOG.warn("{} entries were skipped; the record says why", skipped);
    }
    warn(record, "classesWithoutPictures", "class names without pictures, which count nowhere");
    warn(record, "classesNeverTrainedOn", "classes without training pictures, never predicted");
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

  /** A progress bar for each extraction. */
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
