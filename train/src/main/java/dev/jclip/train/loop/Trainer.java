package dev.jclip.train.loop;

import dev.jclip.error.TrainingException;
import dev.jclip.train.checkpoint.CheckpointStore;
import dev.jclip.train.checkpoint.RunProgress;
import dev.jclip.train.checkpoint.TrainingState;
import dev.jclip.train.objective.Batch;
import dev.jclip.train.objective.Objective;
import dev.jclip.train.objective.StepResult;
import dev.jclip.train.optimizer.AdamW;
import dev.jclip.train.optimizer.ExponentialMovingAverage;
import dev.jclip.train.watch.Diagnosis;
import dev.jclip.train.watch.EvaluationReport;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TrainingDoctor;
import dev.jclip.train.watch.TrainingListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains whatever an {@link Objective} computes, step by step, and leaves in its folder: {@code
 * checkpoints/}, from which a run that ended at any moment goes on with the same bits, and {@code
 * model/}, the model as last evaluated. Owns the objective. For one thread.
 *
 * @param <B> what a batch holds
 */
public final class Trainer<B extends Batch> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  private final TrainingPlan plan;
  private final Objective<B> objective;
  private final TrainingState state;
  private final TrainingDoctor doctor;
  private final CheckpointStore checkpoints;
  private final Path modelFolder;
  private RunProgress progress;

  /**
   * Prepares a run.
   *
   * @param folder of the run
   */
  public Trainer(TrainingPlan plan, Objective<B> objective, Path folder) {
    this.plan = plan;
    this.objective = objective;
    state =
        new TrainingState(
            objective,
            new AdamW(objective.weights().trained(), plan.optimizer()),
            average(plan.emaDecay(), objective));
    doctor = new TrainingDoctor(objective.rules(plan.schedule().warmup(), plan.length().steps()));
    checkpoints = new CheckpointStore(folder.resolve("checkpoints"), plan.checkpointsKept());
    modelFolder = folder.resolve("model");
    progress = RunProgress.start(plan.length(), plan.settings());
  }

  private static Optional<ExponentialMovingAverage> average(
      OptionalDouble decay, Objective<?> objective) {
    return decay.isPresent()
        ? Optional.of(new ExponentialMovingAverage(objective.weights().all(), decay.getAsDouble()))
        : Optional.empty();
  }

  /** Goes on after a checkpoint, from whose folder the model's weights were loaded. */
  public void resume(Path checkpoint) {
    resume(checkpoint, RunProgress.read(checkpoint, plan.length()));
  }

  /**
   * Goes on after a checkpoint. Where the plan has steps of another size or another length, epochs
   * and learning rate go on from what was seen.
   *
   * @param saved what the checkpoint says; on other data, what follows from it
   */
  public void resume(Path checkpoint, RunProgress saved) {
    double timesAsLarge = (double) plan.length().batchSize() / saved.course().length().batchSize();
    state.read(checkpoint, saved, timesAsLarge);
    saved
        .changes(plan.settings())
        .forEach(
            (name, change) ->
                LOG.warn(
                    "{} was {} until step {} and is {} now",
                    name,
                    change.before(),
                    saved.step(),
                    change.now()));
    progress = saved.goingOn(plan.length(), plan.settings());
  }

  /** How far the run has come. */
  public RunProgress progress() {
    return progress;
  }

  /** The step after which the plan is done; the present one where it was done before. */
  public long lastStep() {
    return Math.max(progress.step(), progress.course().lastStep());
  }

  /**
   * Takes the steps that are left.
   *
   * @param batches from {@link #progress}'s position on, each of the whole batch's size
   * @param evaluator judges the model at times
   * @param interrupted whether to stop before the next step; a checkpoint is written then
   * @return whether all steps are taken
   * @throws TrainingException when loss or gradient is no number any more; the weights then are
   *     those before, and the last checkpoint is as it was
   */
  public boolean run(
      Supplier<B> batches,
      TrainingListener listener,
      Optional<Evaluator> evaluator,
      BooleanSupplier interrupted) {
    listener.onBegin(progress.step(), plan.settings());
    boolean endedBeforeItsModel = progress.step() >= lastStep();
    if (endedBeforeItsModel) {
      evaluate(listener, evaluator);
    }
    while (progress.step() < lastStep()) {
      if (interrupted.getAsBoolean()) {
        checkpoint(listener);
        return false;
      }
      takeStep(batches, listener);
      boolean last = progress.step() == lastStep();
      if (last || progress.step() % plan.checkpointEvery() == 0) {
        checkpoint(listener);
      }
      if (last || progress.step() % plan.evaluateEvery() == 0) {
        evaluate(listener, evaluator);
      }
    }
    return true;
  }

  private void takeStep(Supplier<B> batches, TrainingListener listener) {
    long began = System.nanoTime();
    B batch = batches.get();
    double waited = secondsSince(began);
    StepResult result = objective.backward(batch, progress.step());
    double norm = state.optimizer().gradientNorm();
    double learningRate = plan.schedule().at(progress.course().position(progress.step()));
    if (Double.isFinite(result.loss()) && Double.isFinite(norm)) {
      change(learningRate, norm);
    }
    progress = progress.next(batch.size(), batch.next());
    double seconds = secondsSince(began);
    tell(
        StepReport.of(progress.step())
            .seen(progress.samples(), progress.epochs())
            .lost(result.loss(), result.figures())
            .changed(norm, learningRate)
            .weights(objective.figures())
            .took(batch.size(), batch.size() / seconds, waited / seconds)
            .build(),
        listener);
  }

  private void change(double learningRate, double norm) {
    state.optimizer().step(learningRate, norm);
    objective.constrain();
    long taken = progress.step() + 1;
    state.average().ifPresent(average -> average.update(objective.weights().all(), taken));
  }

  private void tell(StepReport report, TrainingListener listener) {
    listener.onStep(report);
    for (Diagnosis diagnosis : doctor.examine(report)) {
      listener.onDiagnosis(diagnosis);
      if (diagnosis.severity() == Diagnosis.Severity.FATAL) {
        throw new TrainingStoppedException(
            diagnosis,
            checkpoints
                .latest()
                .map(last -> "the last good checkpoint is " + last)
                .orElse("there is no checkpoint yet"));
      }
    }
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private void checkpoint(TrainingListener listener) {
    Path saved = checkpoints.save(progress.step(), folder -> state.write(folder, progress));
    listener.onCheckpoint(progress.step(), saved);
  }

  private void evaluate(TrainingListener listener, Optional<Evaluator> evaluator) {
    state.writeModel(modelFolder);
    evaluator.ifPresent(
        judge -> {
          Map<String, Double> figures = judge.evaluate(modelFolder);
          listener.onEvaluation(new EvaluationReport(progress.step(), figures));
        });
  }

  @Override
  public void close() {
    state.optimizer().close();
    state.average().ifPresent(ExponentialMovingAverage::close);
    objective.close();
  }
}
