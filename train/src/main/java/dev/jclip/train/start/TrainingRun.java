package dev.jclip.train.start;

import dev.jclip.data.pipeline.BatchPipeline;
import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.train.checkpoint.RunProgress;
import dev.jclip.train.loop.Evaluator;
import dev.jclip.train.loop.Trainer;
import dev.jclip.train.loop.TrainingPlan;
import dev.jclip.train.objective.Batch;
import dev.jclip.train.objective.Objective;
import dev.jclip.train.watch.JsonLinesLog;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TensorBoardLog;
import dev.jclip.train.watch.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A whole run as a program starts it, from the data to the model that it leaves: in its folder are
 * {@code checkpoints/}, {@code model/}, {@code log.jsonl} and TensorBoard's event files. Owns the
 * objective. For one thread.
 *
 * <pre>{@code
 * try (var run = TrainingRun.of(plan, objective, data, folder)) {
 *   run.resume(resumption);
 *   TrainingRun.Outcome outcome = run.train(listeners, evaluator, () -> false);
 * }
 * }</pre>
 *
 * @param <B> what a batch holds
 */
public final class TrainingRun<B extends Batch> implements AutoCloseable {
  private final TrainingPlan plan;
  private final Trainer<B> trainer;
  private final Function<DataPosition, BatchPipeline<B>> data;
  private final Path folder;

  private TrainingRun(
      TrainingPlan plan,
      Objective<B> objective,
      Function<DataPosition, BatchPipeline<B>> data,
      Path folder) {
    this.plan = plan;
    this.trainer = new Trainer<>(plan, objective, folder);
    this.data = data;
    this.folder = folder;
  }

  /**
   * Prepares a run; nothing is written yet.
   *
   * @param objective is closed with the run
   * @param data opens the batches from a position on, each of the plan's whole batch size
   * @param folder of the run
   * @param <B> what a batch holds
   */
  public static <B extends Batch> TrainingRun<B> of(
      TrainingPlan plan,
      Objective<B> objective,
      Function<DataPosition, BatchPipeline<B>> data,
      Path folder) {
    return new TrainingRun<>(plan, objective, data, folder);
  }

  /**
   * Goes on after a checkpoint, from whose folder the objective's weights were loaded.
   *
   * @throws dev.jclip.error.CheckpointException if the checkpoint does not fit the plan
   */
  public void resume(Resumption resumption) {
    trainer.resume(resumption.checkpoint(), resumption.saved());
  }

  /** What the run shall do. */
  public TrainingPlan plan() {
    return plan;
  }

  /** How far the run has come. */
  public RunProgress progress() {
    return trainer.progress();
  }

  /** The step after which the plan is done; the present one where it was done before. */
  public long lastStep() {
    return trainer.lastStep();
  }

  /**
   * What became of a run.
   *
   * @param finished whether all steps are taken
   * @param progress how far it has come
   * @param lastStep what the last step showed; none where none was taken
   * @param faults how many examples could not be used
   */
  public record Outcome(
      boolean finished, RunProgress progress, Optional<StepReport> lastStep, long faults) {}

  /**
   * Takes the steps that are left, and writes the logs.
   *
   * @param listeners hear of each step behind the logs
   * @param evaluator judges the model at times
   * @param interrupted whether to stop before the next step; a checkpoint is written then
   * @throws dev.jclip.error.TrainingException when loss or gradient is no number any more
   */
  public Outcome train(
      List<? extends TrainingListener> listeners,
      Optional<Evaluator> evaluator,
      BooleanSupplier interrupted) {
    long began = trainer.progress().step();
    var last = new LastStep();
    try (var json = JsonLinesLog.open(folder.resolve("log.jsonl"), began);
        var board = TensorBoardLog.open(folder, began);
        BatchPipeline<B> batches = data.apply(trainer.progress().data())) {
      var all = new ArrayList<TrainingListener>(List.of(last, json, board));
      all.addAll(listeners);
      boolean finished =
          trainer.run(batches::next, TrainingListener.all(all), evaluator, interrupted);
      return new Outcome(finished, trainer.progress(), last.report, batches.faults());
    }
  }

  /** Remembers the last step. */
  private static final class LastStep implements TrainingListener {
    private Optional<StepReport> report = Optional.empty();

    @Override
    public void onStep(StepReport latest) {
      report = Optional.of(latest);
    }
  }

  @Override
  public void close() {
    trainer.close();
  }
}
