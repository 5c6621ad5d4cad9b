package dev.jclip.eval.report;

import dev.jclip.error.ClipException;
import dev.jclip.eval.feature.FeatureExtractor;
import dev.jclip.eval.feature.FeatureModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates models on data sets, all with all. What has its record already is not done again, and
 * what fails does not end the others. Writes a record for each evaluation, and tables of all
 * records in the folder. For one thread.
 */
public final class EvaluationRuns {
  /** The setting of evaluations by which records of several numbers of shots are told apart. */
  private static final String SHOTS = "fewshot-k";

  private final EvaluationSettings settings;
  private final EvaluationListener listener;

  /** Opens models. */
  public interface Models {
    /**
     * Opens a model, which is closed when all data sets were evaluated with it.
     *
     * @throws ClipException if it cannot be opened
     */
    EvaluatedModel open(String model);
  }

  /** Opens data sets. */
  public interface DataSets {
    /**
     * Opens a data set for one evaluation or several.
     *
     * @throws ClipException if it cannot be read
     */
    List<? extends Evaluation> open(String dataset);
  }

  /**
   * What became of evaluations.
   *
   * @param done how many have their records, from now or earlier
   * @param failed how many failed, with each model that could not be opened as one
   * @param skippedExamples whether a record leaves out examples that could not be read
   */
  public record Outcome(int done, int failed, boolean skippedExamples) {}

  /** Describes runs. */
  public EvaluationRuns(EvaluationSettings settings, EvaluationListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Runs everything, and writes the tables.
   *
   * @throws ClipException if the folder cannot be made, or the only run there is fails
   */
  public Outcome run(
      List<String> modelNames, Models models, List<String> datasets, DataSets opener) {
    Json.makeFolder(settings.output());
    var progress = new Progress(modelNames.size() * datasets.size() == 1);
    for (String name : modelNames) {
      progress.attempt(
          name,
          () -> {
            try (EvaluatedModel model = models.open(name)) {
              for (String dataset : datasets) {
                progress.attempt(
                    name + " on " + dataset,
                    () -> evaluate(name, model, dataset, opener, progress));
              }
            }
          });
      listener.finished(name);
    }
    if (progress.done > 0) {
      ResultTable.refresh(settings.output(), settings.plots());
    }
    return new Outcome(progress.done, progress.failed, progress.skippedExamples);
  }

  /** What became of the evaluations so far. */
  private final class Progress {
    private final boolean isOnly;
    private int done;
    private int failed;
    private boolean skippedExamples;

    Progress(boolean isOnly) {
      this.isOnly = isOnly;
    }

    /** Where there is one run only, its failure is that of all. */
    void attempt(String what, Runnable run) {
      if (isOnly) {
        run.run();
        return;
      }
      try {
        run.run();
      } catch (ClipException | IllegalArgumentException e) {
        failed++;
        listener.failed(what, e);
      }
    }

    void evaluated(RunRecord record, Path file) {
      done++;
      skippedExamples |=
          record.jclip().get("skipped") instanceof List<?> skipped && !skipped.isEmpty();
      listener.evaluated(record, file);
    }
  }

  private void evaluate(
      String name, EvaluatedModel model, String dataset, DataSets opener, Progress progress) {
    List<? extends Evaluation> evaluations = opener.open(dataset);
    var extractor =
        new FeatureExtractor(
            FeatureModel.of(model.encoder()),
            settings.featureRoot(),
            settings.batchSize(),
            listener.features());
    for (Evaluation evaluation : evaluations) {
      RunIdentity identity = identity(name, model, dataset, evaluation, extractor);
      Path file = file(identity, evaluation);
      RunRecord record = existing(file, identity);
      if (record == null) {
        record = evaluation.run(extractor, new RunWriter(file, identity));
      } else {
        listener.doneAlready(file);
      }
      progress.evaluated(record, file);
    }
  }

  private RunIdentity identity(
      String name,
      EvaluatedModel model,
      String dataset,
      Evaluation evaluation,
      FeatureExtractor extractor) {
    var asked = new TreeMap<>(settings.asked(dataset));
    asked.putAll(evaluation.asked());
    return new RunIdentity(
        DatasetName.of(dataset),
        model.architecture(),
        name,
        settings.language(),
        settings.version(),
        model.encoder().fingerprint(),
        evaluation.fingerprint(extractor),
        asked);
  }

  private Path file(RunIdentity identity, Evaluation evaluation) {
    @Nullable String shots = evaluation.asked().get(SHOTS);
    String task = shots == null ? settings.task() : settings.task() + "_k" + shots;
    return identity.recordIn(settings.output(), task);
  }

  private @Nullable RunRecord existing(Path file, RunIdentity identity) {
    if (settings.existing() == EvaluationSettings.Existing.REPEAT || !Files.exists(file)) {
      return null;
    }
    RunRecord record = RunRecord.read(file);
    return identity.isOf(record) ? record : null;
  }
}
