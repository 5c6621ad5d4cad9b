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
import dev.jclip.train.checkpoint.RunProgress;
import dev.jclip.train.checkpoint.RunProgress.Change;
import dev.jclip.train.loop.Evaluator;
import dev.jclip.train.loop.Trainer;
import dev.jclip.train.loop.TrainingPlan;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.optimizer.OptimizerOptions;
import dev.jclip.train.schedule.LearningRateSchedule;
import dev.jclip.train.schedule.RunLength;
import dev.jclip.train.step.StepOptions;
import dev.jclip.train.watch.JsonLinesLog;
import dev.jclip.train.watch.StepReport;
import dev.jclip.train.watch.TensorBoardLog;
import dev.jclip.train.watch.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
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
  private static final String DATA = "data";
  private static final String CAPTIONS = "captions";
  private static final String AUGMENTATION = "augmentation";
  private static final String PAIRS = "pairs an epoch";
  private static final String BATCH = "batch";
  private static final String SEED = "seed";
  private static final String SCHEDULE = "schedule";

  /** What cannot become another without being confirmed. */
  private static final Set<String> CONFIRMED =
      Set.of(DATA, CAPTIONS, AUGMENTATION, PAIRS, BATCH, SEED, SCHEDULE);

  private CommandSpec command = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private DataOptions data = new DataOptions();
  @Mixin private StartOptions start = new StartOptions();
  @Mixin private OptimizationOptions optimization = new OptimizationOptions();
  @Mixin private ComputeOptions compute = new ComputeOptions();
  @Mixin private ValidationOptions validation = new ValidationOptions();
  @Mixin private RunFolderOptions run = new RunFolderOptions();

  @Spec
  void describe(CommandSpec described) {
    command = described;
    OpenClipFlags.addTo(described);
  }

  @Override
  public Integer call() {
    OpenClipFlags.check(command.commandLine().getParseResult(), this::say);
    Optional<Path> checkpoint = run.resumed();
    checkpoint.ifPresent(this::takeStoredSettings);
    requireData(checkpoint);
    compute.check();
    compute.setThreads();
    PairSource source = data.open();
    Optional<Evaluator> evaluator = validation.evaluator();
    RunLength length = length(source);
    LearningRateSchedule schedule = optimization.schedule(length);
    Optional<RunProgress> saved = checkpoint.map(from -> progress(from, length, schedule));
    StartOptions.Start from =
        checkpoint
            .map(start::resumed)
            .orElseGet(
                () ->
                    start.begin(
                        source, compute.loss(), compute.learnsBias(), compute.seed(), output));
    var model = new TrainableModel(from.config(), from.weights(), compute.lock());
    TrainingPlan plan = plan(model, length, schedule);
    try (var trainer =
        new Trainer(
            plan, model, from.preprocessing(), from.vocabulary(), from.layout(), run.folder())) {
      checkpoint.ifPresent(path -> trainer.resume(path, saved.orElseThrow()));
      RunSettings.of(command.commandLine().getParseResult()).writeTo(run.folder());
      saved.ifPresentOrElse(before -> sayRest(trainer, plan, before), () -> sayPlan(plan));
      return train(trainer, plan, source, from.config().vision().imageSize(), evaluator);
    }
  }

  private void say(String line) {
    if (output.warns()) {
      command.commandLine().getErr().println("jclip: " + line);
    }
  }

  /** Reads the command line again, behind the options of the run that goes on. */
  private void takeStoredSettings(Path checkpoint) {
    CommandLine line = command.commandLine();
    RunSettings given = RunSettings.given(line.getParseResult());
    RunSettings.readFrom(run.runOf(checkpoint))
        .map(stored -> stored.overriddenBy(given).arguments(command))
        .ifPresent(all -> line.parseArgs(all.toArray(String[]::new)));
  }

  private void requireData(Optional<Path> checkpoint) {
    if (!data.isGiven()) {
      throw new MissingParameterException(
          command.commandLine(),
          command.findOption("--train-data"),
          "Missing required option: '--train-data=DATA'"
              + checkpoint
                  .map(
                      path ->
                          "; %s holds no settings.json, so give the options with which the run began"
                              .formatted(run.runOf(path)))
                  .orElse(""));
    }
  }

  private RunLength length(PairSource source) {
    long pairs = data.numSamples().orElseGet(source::numPairs);
    int batch = optimization.wholeBatch();
    if (pairs < batch) {
      throw new DataException(
          "%s: expected pairs for one batch of %d or more, found %d; take a smaller --batch-size"
              .formatted(source.name(), batch, pairs));
    }
    return optimization.length(pairs);
  }

  /**
   * How far a checkpoint is.
   *
   * @throws IllegalArgumentException if what follows would differ without a confirmation
   */
  private RunProgress progress(Path checkpoint, RunLength length, LearningRateSchedule schedule) {
    RunProgress saved = RunProgress.read(checkpoint, length);
    Map<String, Change> changes = saved.changes(settings(length, schedule));
    if (!run.changes() && !Collections.disjoint(changes.keySet(), CONFIRMED)) {
      throw new IllegalArgumentException(
          """
          %s was trained with other settings; from step %d on there would be another
          %s
          go on with them by --change, or leave out the options that ask for them"""
              .formatted(
                  checkpoint,
                  saved.step(),
                  changes.entrySet().stream()
                      .map(
                          change ->
                              "  %s: %s → %s"
                                  .formatted(
                                      change.getKey(),
                                      change.getValue().before(),
                                      change.getValue().now()))
                      .collect(Collectors.joining("\n"))));
    }
    if (!hasAnotherOrder(changes)) {
      return saved;
    }
    say(
        "the data or its order is another, so the pass over it begins anew; epochs and pairs go on from what was seen");
    return saved.onOtherData();
  }

  private boolean hasAnotherOrder(Map<String, Change> changes) {
    boolean counted = data.numSamples().isEmpty();
    return changes.containsKey(DATA)
        || changes.containsKey(SEED)
        || (counted && changes.containsKey(PAIRS));
  }

  private TrainingPlan plan(TrainableModel model, RunLength length, LearningRateSchedule schedule) {
    long stepsPerEpoch = length.stepsPerEpoch();
    OptimizerOptions optimizer = optimization.optimizer(model.config());
    var settings = new TreeMap<>(settings(length, schedule));
    settings.put("optimizer", optimizer.toString());
    StepOptions step = compute.step(optimization, model.mixesPictures());
    if (model.mixesPictures()) {
      settings.put("pictures normalised together", String.valueOf(step.partSize()));
    }
    return new TrainingPlan(
        length,
        schedule,
        optimizer,
        step,
        compute.loss(),
        compute.negatives(),
        optimization.emaDecay(),
        run.checkpointEvery(stepsPerEpoch),
        run.kept(),
        run.evaluateEvery(stepsPerEpoch),
        settings);
  }

  private Map<String, String> settings(RunLength length, LearningRateSchedule schedule) {
    return Map.of(
        DATA,
        data.description(),
        CAPTIONS,
        data.captions(),
        AUGMENTATION,
        data.augmentation().toString(),
        PAIRS,
        String.valueOf(length.pairsPerEpoch()),
        BATCH,
        String.valueOf(length.batchSize()),
        SEED,
        String.valueOf(compute.seed()),
        SCHEDULE,
        schedule.toString(),
        "compute",
        compute.description());
  }

  private void sayPlan(TrainingPlan plan) {
    RunLength length = plan.length();
    say(
        "%d steps of %d pairs, %d to an epoch of %d pairs; the learning rate rises over the first %d (%s)"
            .formatted(
                length.steps(),
                length.batchSize(),
                length.stepsPerEpoch(),
                length.pairsPerEpoch(),
                plan.schedule().warmup(),
                optimization.warmupReason()));
  }

  private void sayRest(Trainer trainer, TrainingPlan plan, RunProgress saved) {
    RunProgress progress = trainer.progress();
    String now = plan.length().inItsUnit();
    String before = saved.course().length().inItsUnit();
    long left = trainer.lastStep() - progress.step();
    say(
        String.format(
            Locale.ROOT,
            "goes on from step %d, after %d pairs and %.2f epochs; of %s%s, %s",
            progress.step(),
            progress.samples(),
            progress.epochs(),
            now,
            now.equals(before) ? "" : " (before: " + before + ")",
            left == 0
                ? "nothing is left to train"
                : "%d steps of %d pairs are left".formatted(left, plan.length().batchSize())));
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
                plan.length().batchSize(),
                new TrainTransform(imageSize, data.augmentation()),
                compute.seed())
            .withThreads(data.workers(), 2)
            .withFaults((key, reason) -> answers.skip("pair", key, reason));
    long began = trainer.progress().step();
    long end = trainer.lastStep();
    try (var json = JsonLinesLog.open(run.folder().resolve("log.jsonl"), began);
        var board = TensorBoardLog.open(run.folder(), began);
        var batches = BatchPipeline.open(source, pipeline, trainer.progress().data());
        var interrupt = new Interrupt();
        Progress bar = output.progress("train", began, end)) {
      var listeners = new ArrayList<TrainingListener>(List.of(last, json, board));
      if (output.warns()) {
        listeners.add(new TerminalLog(command.commandLine().getErr(), bar, end, run.logEvery()));
      }
      boolean finished =
          trainer.run(
              batches::next, TrainingListener.all(listeners), evaluator, interrupt::requested);
      answers.give(
          last.fields(finished, trainer.progress(), run.folder(), batches.faults()),
          finished
              ? "trained to step %d: %s".formatted(end, run.folder().resolve("model"))
              : "interrupted at step %d: go on with --resume latest %s"
                  .formatted(trainer.progress().step(), run.identity()));
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

    Map<String, ?> fields(boolean finished, RunProgress progress, Path folder, long faults) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("finished", finished);
      fields.put("step", progress.step());
      report.ifPresent(latest -> fields.put("loss", latest.loss()));
      fields.put("samples_seen", progress.samples());
      fields.put("skipped", faults);
      fields.put("model", folder.resolve("model").toString());
      return fields;
    }
  }
}
