package dev.jclip.cli.command.train;

import dev.jclip.cli.Answers;
import dev.jclip.cli.ExitCode;
import dev.jclip.cli.OutputOptions;
import dev.jclip.cli.Progress;
import dev.jclip.data.augment.TrainTransform;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pipeline.BatchPipeline;
import dev.jclip.data.pipeline.PipelineOptions;
import dev.jclip.error.DataException;
import dev.jclip.train.loop.Evaluator;
import dev.jclip.train.loop.Trainer;
import dev.jclip.train.loop.TrainingPlan;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.watch.JsonLinesLog;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TensorBoardLog;
import dev.jclip.train.watch.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Contrastive training. */
@Command(
    name = "train",
    description =
        "Trains a model on pictures with captions, from scratch or from a checkpoint; option names are open_clip's.",
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private StartOptions start = new StartOptions();
  @Mixin private OptimizationOptions optimization = new OptimizationOptions();
  @Mixin private ComputeOptions compute = new ComputeOptions();
  @Mixin private ValidationOptions validation = new ValidationOptions();
  @Mixin private RunFolderOptions run = new RunFolderOptions();

  @Override
  public Integer call() {
    compute.setThreads();
    Optional<Path> checkpoint = run.resumed();
    PairSource source = data.open();
    Optional<Evaluator> evaluator = validation.evaluator();
    long stepsPerEpoch = stepsPerEpoch(source);
    StartOptions.Start from =
        checkpoint
            .map(start::resumed)
            .orElseGet(
                () ->
                    start.begin(
                        source, compute.loss(), compute.learnsBias(), compute.seed(), output));
    var model = new TrainableModel(from.config(), from.weights(), compute.lock());
    TrainingPlan plan = plan(model, stepsPerEpoch);
    try (var trainer =
        new Trainer(
            plan, model, from.preprocessing(), from.vocabulary(), from.layout(), run.folder())) {
      checkpoint.ifPresent(trainer::resume);
      return train(trainer, plan, source, from.config().vision().imageSize(), evaluator);
    }
  }

  private long stepsPerEpoch(PairSource source) {
    long pairs = data.numSamples().orElseGet(source::numPairs);
    int batch = optimization.wholeBatch();
    if (pairs < batch) {
      throw new DataException(
          "%s: expected pairs for one batch of %d or more, found %d; take a smaller --batch-size"
              .formatted(source.name(), batch, pairs));
    }
    return pairs / batch;
  }

  private TrainingPlan plan(TrainableModel model, long stepsPerEpoch) {
    long steps = optimization.steps(stepsPerEpoch);
    return new TrainingPlan(
        steps,
        stepsPerEpoch,
        optimization.schedule(steps, stepsPerEpoch),
        optimization.optimizer(model.config()),
        compute.step(optimization, model.mixesPictures()),
        compute.loss(),
        compute.negatives(),
        optimization.emaDecay(),
        run.checkpointEvery(stepsPerEpoch),
        run.kept(),
        run.evaluateEvery(stepsPerEpoch),
        settings(model, steps, stepsPerEpoch));
  }

  private Map<String, String> settings(TrainableModel model, long steps, long stepsPerEpoch) {
    return Map.of(
        "data", data.description(),
        "batch", String.valueOf(optimization.wholeBatch()),
        "seed", String.valueOf(compute.seed()),
        "schedule", optimization.schedule(steps, stepsPerEpoch).toString(),
        "optimizer", optimization.optimizer(model.config()).toString(),
        "compute", compute.description());
  }

  private int train(
      Trainer trainer,
      TrainingPlan plan,
      PairSource source,
      int imageSize,
      Optional<Evaluator> evaluator) {
    var answers = new Answers(command, output);
    var last = new LastStep();
    PipelineOptions pipeline =
        PipelineOptions.of(
                optimization.wholeBatch(),
                new TrainTransform(imageSize, data.augmentation()),
                compute.seed())
            .withThreads(data.workers(), 2)
            .withFaults((key, reason) -> answers.skip("pair", key, reason));
    long began = trainer.progress().step();
    try (var json = JsonLinesLog.open(run.folder().resolve("log.jsonl"), began);
        var board = TensorBoardLog.open(run.folder(), began);
        var batches = BatchPipeline.open(source, pipeline, trainer.progress().data());
        var interrupt = new Interrupt();
        Progress bar = output.progress("train", began, plan.steps())) {
      var listeners = new ArrayList<TrainingListener>(List.of(last, json, board));
      if (output.warns()) {
        listeners.add(
            new TerminalLog(command.commandLine().getErr(), bar, plan.steps(), run.logEvery()));
      }
      boolean finished =
          trainer.run(
              batches::next, TrainingListener.all(listeners), evaluator, interrupt::requested);
      answers.give(
          last.fields(finished, run.folder(), batches.faults()),
          finished
              ? "trained to step %d: %s".formatted(plan.steps(), run.folder().resolve("model"))
              : "interrupted at step %d: go on with --resume latest"
                  .formatted(trainer.progress().step()));
      return finished ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  /** Remembers the last step, for the answer. */
  private static final class LastStep implements TrainingListener {
    private Optional<StepReport> report = Optional.empty();

    @Override
    public void onStep(StepReport latest) {
      report = Optional.of(latest);
    }

    Map<String, ?> fields(boolean finished, Path folder, long faults) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("finished", finished);
      report.ifPresent(
          latest -> {
            fields.put("step", latest.step());
            fields.put("loss", latest.loss());
            fields.put("samples_seen", latest.samplesSeen());
          });
      fields.put("skipped", faults);
      fields.put("model", folder.resolve("model").toString());
      return fields;
    }
  }
}
