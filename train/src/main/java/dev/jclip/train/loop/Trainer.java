package dev.jclip.train.loop;

import dev.jclip.data.pipeline.TrainingBatch;
import dev.jclip.error.TrainingException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.Layout;
import dev.jclip.train.checkpoint.CheckpointStore;
import dev.jclip.train.checkpoint.RunProgress;
import dev.jclip.train.checkpoint.TrainingState;
import dev.jclip.train.loss.BatchLoss;
import dev.jclip.train.loss.CaptionRates;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.optimizer.AdamW;
import dev.jclip.train.optimizer.ExponentialMovingAverage;
import dev.jclip.train.step.PixelBatch;
import dev.jclip.train.step.TextBatch;
import dev.jclip.train.step.TrainingStep;
import dev.jclip.train.vocabulary.Vocabulary;
import dev.jclip.train.watch.Diagnosis;
import dev.jclip.train.watch.EvaluationReport;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TrainingDoctor;
import dev.jclip.train.watch.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model, step by step, and leaves in its folder: {@code checkpoints/}, from which a run
 * that ended at any moment goes on with the same bits, and {@code model/}, the model as last
 * evaluated, which {@code Clip} opens. Owns the model. For one thread.
 */
public final class Trainer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  private final TrainingPlan plan;
  private final TrainingState state;
  private final TrainingStep step;
  private final CaptionReader reader;
  private final TrainingDoctor doctor;
  private final CheckpointStore checkpoints;
  private final Path modelFolder;
  private RunProgress progress;

  /**
   * Prepares a run.
   *
   * @param layout in which the weights are written
   * @param folder of the run
   */
  public Trainer(
      TrainingPlan plan,
      TrainableModel model,
      PreprocessConfig preprocessing,
      Vocabulary vocabulary,
      Layout layout,
      Path folder) {
    this.plan = plan;
    state =
        new TrainingState(
            model,
            new AdamW(model.trained(), plan.optimizer()),
            plan.emaDecay().isPresent()
                ? Optional.of(
                    new ExponentialMovingAverage(model.weights(), plan.emaDecay().getAsDouble()))
                : Optional.empty(),
            plan.loss().kind().weighsTexts() ? Optional.of(new CaptionRates()) : Optional.empty(),
            preprocessing,
            vocabulary,
            layout);
    var loss = new BatchLoss(plan.loss(), BatchLoss.DEFAULT_MAX_LOGITS);
    step = new TrainingStep(model, loss, plan.step());
    reader = new CaptionReader(vocabulary.tokenizer(), model.config().text().contextLength());
    doctor =
        new TrainingDoctor(plan.loss().kind(), plan.schedule().warmup(), plan.length().steps());
    checkpoints = new CheckpointStore(folder.resolve("checkpoints"), plan.checkpointsKept());
    modelFolder = folder.resolve("model");
    progress = RunProgress.start(plan.length(), plan.settings());
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
    state.readOptimizer(checkpoint, saved);
    int batchBefore = saved.course().length().batchSize();
    if (batchBefore != plan.length().batchSize()) {
      double times = (double) plan.length().batchSize() / batchBefore;
      state.rates().ifPresent(rates -> rates.resize(times));
    }
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
      Supplier<TrainingBatch> batches,
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

  private void takeStep(Supplier<TrainingBatch> batches, TrainingListener listener) {
    long began = System.nanoTime();
    TrainingBatch batch = batches.get();
    double waited = secondsSince(began);
    TrainingStep.Outcome outcome =
        step.backward(
            new PixelBatch(batch.pixels(), state.preprocessing()),
            texts(batch.captions()),
            progress.step());
    double norm = state.optimizer().gradientNorm();
    double learningRate = plan.schedule().at(progress.course().position(progress.step()));
    boolean finite = Double.isFinite(outcome.loss()) && Double.isFinite(norm);
    if (finite) {
      state.optimizer().step(learningRate, norm);
      state.model().clampLogitScale();
      long taken = progress.step() + 1;
      state.average().ifPresent(average -> average.update(state.model().weights(), taken));
    }
    int size = batch.captions().size();
    progress = progress.next(size, batch.next());
    double seconds = secondsSince(began);
    var report =
        new StepReport(
            progress.step(),
            progress.epochs(),
            progress.samples(),
            outcome.loss(),
            norm,
            Math.exp(state.model().logitScale()),
            learningRate,
            size,
            size / seconds,
            waited / seconds,
            outcome.statistics(),
            StepReport.duplicates(batch.captions()));
    tell(report, listener);
  }

  private TextBatch texts(List<String> captions) {
    List<String> negatives =
        captions.stream().flatMap(caption -> plan.negatives().of(caption).stream()).toList();
    List<int[]> ids = reader.read(Stream.concat(captions.stream(), negatives.stream()).toList());
    List<int[]> own = ids.subList(0, captions.size());
    List<int[]> wrong = ids.subList(captions.size(), ids.size());
    return state
        .rates()
        .map(rates -> new TextBatch(own, wrong, rates.weights(ids)))
        .orElseGet(() -> TextBatch.unweighted(own, wrong));
  }

  private void tell(StepReport report, TrainingListener listener) {
    listener.onStep(report);
    for (Diagnosis diagnosis : doctor.examine(report)) {
      listener.onDiagnosis(diagnosis);
      if (diagnosis.severity() == Diagnosis.Severity.FATAL) {
        throw new TrainingException(
            "step %d: %s %s; %s"
                .formatted(
                    diagnosis.step(),
                    diagnosis.sentence(),
                    diagnosis.advice(),
                    checkpoints
                        .latest()
                        .map(last -> "the last good checkpoint is " + last)
                        .orElse("there is no checkpoint yet")));
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
    step.close();
    state.optimizer().close();
    state.average().ifPresent(ExponentialMovingAverage::close);
    state.rates().ifPresent(CaptionRates::close);
    state.model().close();
  }
}
